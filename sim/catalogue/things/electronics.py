"""What stands where it is plugged in."""

from __future__ import annotations

from whereseen.sim.catalogue.kinds import ObjectKind
from whereseen.sim.catalogue.things.making import ON, Parts, rigid, same
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Part, Tube


def desk_lamp(colour: str = "yellow") -> Parts:
    """A lamp with an arm, 45 cm high."""
    arm = ((0.0, 0.0, 0.02), (0.0, 0.07, 0.24), (0.0, -0.06, 0.42))
    shade = Lathe(((0.075, -0.09), (0.03, 0.0), (0.0, 0.01)))
    bulb = Part(Ellipsoid((0.035,) * 3, sides=10), "glow", (0.0, -0.105, 0.365))
    return (
        Part(Lathe(((0.0, 0.0), (0.085, 0.0), (0.085, 0.018), (0.0, 0.024))), colour),
        Part(Tube(arm, 0.01), "dark steel"),
        Part(shade, colour, (0.0, -0.08, 0.42), (-25.0, 0.0, 0.0)),
        bulb,
    )


def alarm_clock(colour: str = "red") -> Parts:
    """12 cm wide."""
    return (
        Part(
            Lathe(((0.0, -0.025), (0.06, -0.025), (0.06, 0.025), (0.0, 0.025))),
            colour,
            (0.0, 0.0, 0.065),
            (90.0, 0.0, 0.0),
        ),
        Part(Box((0.078, 0.002, 0.078)), "clock face", (0.0, -0.0255, 0.065)),
        *(
            Part(Ellipsoid((0.022, 0.02, 0.016), sides=8), "steel", (x, 0.0, 0.125))
            for x in (-0.04, 0.04)
        ),
        *(
            Part(Tube(((x, 0.0, 0.03), (x * 1.4, 0.0, 0.002)), 0.005, sides=6), "steel")
            for x in (-0.035, 0.035)
        ),
    )


def _radio(colour: str) -> Parts:
    handle = ((-0.09, 0.0, 0.13), (-0.09, 0.0, 0.16), (0.09, 0.0, 0.16), (0.09, 0.0, 0.13))
    speaker = Lathe(((0.045, 0.0), (0.042, 0.006), (0.01, 0.002), (0.0, 0.004)), sides=16)
    return (
        Part(Box((0.24, 0.08, 0.14)), colour, (0.0, 0.0, 0.07)),
        Part(speaker, "charcoal", (-0.055, -0.04, 0.065), (90.0, 0.0, 0.0)),
        Part(Box((0.09, 0.004, 0.035)), "cream", (0.058, -0.041, 0.095)),
        *(
            Part(
                Lathe(((0.014, 0.0), (0.012, 0.012), (0.0, 0.012)), sides=10),
                "steel",
                (x, -0.04, 0.04),
                (90.0, 0.0, 0.0),
            )
            for x in (0.035, 0.085)
        ),
        Part(Tube(handle, 0.006, sides=6), "steel"),
        Part(Tube(((0.1, 0.03, 0.13), (0.14, 0.03, 0.28)), 0.003, sides=5), "steel"),
    )


def _hair_dryer() -> Parts:
    barrel = ((0.0, 0.0), (0.032, 0.01), (0.04, 0.05), (0.032, 0.12), (0.026, 0.18), (0.0, 0.175))
    return (
        Part(Lathe(barrel, sides=14), "plum", (-0.08, 0.03, 0.04), (0.0, 90.0, 0.0)),
        Part(Box((0.04, 0.13, 0.034)), "plum", (-0.03, -0.06, 0.03), (0.0, 0.0, -8.0)),
        Part(Box((0.016, 0.03, 0.004)), "white", (-0.026, -0.03, 0.049)),
    )


KINDS = (
    ObjectKind(
        "desk lamp", "lamps", "metal", ("yellow", "black", "white"), rigid(desk_lamp),
        {"desk": 2.0, "nightstand": 0.8, "side table": 0.3, "dresser": 0.3},
        ("a light to work by at night", "what shines on my homework"), ("switch on",), (ON,),
    ),
    ObjectKind(
        "alarm clock", "electronics", "metal", ("red", "black", "mint"), rigid(alarm_clock),
        {"nightstand": 2.0, "bookcase": 0.4, "dresser": 0.4},
        ("what rings to get me out of bed", "something that tells the time"), ("read the time",),
        (ON,),
    ),
    ObjectKind(
        "radio", "electronics", "plastic", ("red", "cream", "teal"), rigid(_radio),
        {"kitchen counter": 0.8, "bookcase": 0.7, "bathroom vanity": 0.3, "dresser": 0.5,
         "sideboard": 0.5},
        ("what plays the news in the morning", "the box with an aerial"), ("listen to",), (ON,),
    ),
    ObjectKind(
        "hair dryer", "electronics", "plastic", ("",), same(_hair_dryer),
        {"bathroom vanity": 2.0, "dresser": 0.5},
        ("what blows warm air after a shower", "something against wet curls"), ("switch on",),
        (ON,),
    ),
)  # fmt: skip
