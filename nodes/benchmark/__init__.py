"""What the nodes achieve: real processes, real DDS traffic, `whereseen bench ros`."""
