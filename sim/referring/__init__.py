"""How long it takes to tell what a reference means, in homes of symbols and in a real memory."""
