"""The 80 names of COCO in the order of its detectors, with what people also call each thing.

A class name alone is a poor target for a sentence encoder: "tv" and "television", or "cup" and
"something to drink from", lie far apart. Each entry has synonyms and, after the bar, short
definitions by appearance or use, written from general knowledge of the name and of nothing else.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from whereseen.memory.encoder.lexicon import lexicon_text

_GLOSSES = {
    "person": "human, man, woman, child, people | somebody, a human being",
    "bicycle": "bike, cycle | a vehicle with two wheels and pedals to ride",
    "car": "automobile, motor car | a road vehicle with four wheels to drive in",
    "motorcycle": "motorbike, scooter | a two-wheeled vehicle with an engine",
    "airplane": "plane, aeroplane, jet | a flying vehicle with wings",
    "bus": "coach, minibus | a large vehicle that carries passengers on the road",
    "train": "railway train, locomotive | a vehicle that runs on rails",
    "truck": "lorry, pickup truck | a large vehicle to carry loads on the road",
    "boat": "ship, sailing boat, canoe | a vessel to travel on water",
    "traffic light": "stoplight, traffic signal | red, yellow and green lights at a crossing",
    "fire hydrant": "hydrant, fireplug | where firefighters get water in the street",
    "stop sign": "road sign | a red octagonal sign that tells drivers to stop",
    "parking meter": "coin meter | where to pay for parking in the street",
    "bench": "park bench | a long seat for several people",
    "bird": "pigeon, parrot, songbird | an animal with feathers and wings",
    "cat": "kitten, house cat | a pet that purrs and meows",
    "dog": "puppy, hound | a pet that barks",
    "horse": "pony, stallion | a large animal that people ride",
    "sheep": "lamb, ewe | a farm animal with wool",
    "cow": "cattle, bull, calf | a farm animal that gives milk",
    "elephant": "| a huge grey animal with a trunk and tusks",
    "bear": "grizzly, brown bear | a large heavy wild animal with thick fur",
    "zebra": "| an animal like a horse with black and white stripes",
    "giraffe": "| a tall animal with a very long neck",
    "backpack": "rucksack, knapsack, school bag | a bag carried on the back",
    "umbrella": "parasol | something that keeps the rain off",
    "handbag": "purse, shoulder bag, tote bag | a small bag for keys and a wallet",
    "tie": "necktie, bow tie | a strip of cloth worn around the collar of a shirt",
    "suitcase": "luggage, travel bag, trolley case | something to pack clothes in for a journey",
    "frisbee": "flying disc | a plastic disc to throw and catch",
    "skis": "pair of skis | long narrow boards to slide on snow",
    "snowboard": "| a wide board to ride down snowy slopes",
    "sports ball": "ball, football, basketball, tennis ball | something round to kick or throw",
    "kite": "| a toy that flies in the wind on a string",
    "baseball bat": "bat, wooden club | a club to hit a baseball with",
    "baseball glove": "catcher's mitt | a leather glove to catch a ball with",
    "skateboard": "longboard | a short board with wheels to stand on and roll",
    "surfboard": "| a long board to ride waves on",
    "tennis racket": "racquet | a stringed bat to play tennis with",
    "bottle": "water bottle, flask, wine bottle | a container with a narrow neck for drinks",
    "wine glass": "goblet, champagne glass | a glass with a stem to drink wine from",
    "cup": "mug, coffee cup, teacup, tumbler, drinking glass | something to drink from",
    "fork": "dinner fork | cutlery with prongs to pick up food",
    "knife": "kitchen knife, blade | something sharp to cut with",
    "spoon": "teaspoon, tablespoon | cutlery to eat soup or stir with",
    "bowl": "soup bowl, mixing bowl, salad bowl, dish | a deep round dish for food",
    "banana": "| a long yellow fruit to peel",
    "apple": "| a round red or green fruit",
    "sandwich": "toast, burger | bread slices with a filling, for lunch",
    "orange": "tangerine, mandarin | a round orange citrus fruit",
    "broccoli": "| a green vegetable with florets",
    "carrot": "| a long orange root vegetable",
    "hot dog": "sausage in a bun, frankfurter | a hot sausage in a long bread roll",
    "pizza": "pizza pie | a flat round baked dish with cheese and tomato",
    "donut": "doughnut | a sweet fried ring with icing",
    "cake": "birthday cake, pie, tart | a sweet baked dessert",
    "chair": "armchair, stool, office chair, seat | something for one person to sit on",
    "couch": "sofa, settee, loveseat | a soft upholstered seat for several people",
    "potted plant": "houseplant, flower pot, plant | a green plant growing in a pot",
    "bed": "bedstead, mattress | furniture to sleep on at night",
    "dining table": "table, desk, kitchen table | furniture with a flat top to eat or work at",
    "toilet": "lavatory, WC, loo | the bathroom seat that is flushed",
    "tv": "television, television set, monitor, screen | a display to watch shows and films on",
    "laptop": "notebook computer, portable computer | a computer that folds",
    "mouse": "computer mouse | a hand-held device to move the cursor on a computer",
    "remote": "remote control, TV clicker | a hand-held device that switches the television",
    "keyboard": "computer keyboard, keypad | keys to type on a computer with",
    "cell phone": "mobile phone, smartphone, telephone | a hand-held device to call people with",
    "microwave": "microwave oven | a kitchen appliance that warms up food in a minute",
    "oven": "stove, cooker | a kitchen appliance to bake and roast in",
    "toaster": "| a kitchen appliance that browns slices of bread",
    "sink": "basin, washbasin, kitchen sink, faucet | where to wash hands or dishes under the tap",
    "refrigerator": "fridge, freezer, icebox | a kitchen appliance that keeps food and drinks cold",
    "book": "novel, textbook, magazine | printed pages to read",
    "clock": "wall clock, alarm clock, watch | something that shows the time of day",
    "vase": "flower vase, jar | a vessel to put cut flowers in",
    "scissors": "pair of scissors, shears | two crossed blades to cut paper with",
    "teddy bear": "stuffed animal, plush toy | a soft toy for a child to cuddle",
    "hair drier": "hair dryer, blow dryer | a device that blows hot air to dry wet hair",
    "toothbrush": "electric toothbrush | a small brush to clean teeth with",
}

COCO_80 = tuple(_GLOSSES)


def phrases_of(name: str) -> tuple[str, ...]:
    """What people call a thing of the vocabulary, or how they describe it: first its name.

    Raises:
        KeyError: if the name is not in the vocabulary.
    """
    synonyms, _, definition = _GLOSSES[name].partition("|")
    phrases = (name, *synonyms.split(","), definition)
    return tuple(phrase.strip() for phrase in phrases if phrase.strip())


def kind_of(name: str) -> str | None:
    """Name in the vocabulary of the kind of thing that a label means, None where it has none.

    A compound is what its last words are, as in English: a "red mug" is a mug and so a cup.
    """
    words = name.lower().split()
    kinds = _kind_of_each_noun()
    for start in range(len(words)):
        tail = " ".join(words[start:])
        for noun in (tail, tail.removesuffix("s")):
            if noun in kinds:
                return kinds[noun]
    return None


@lru_cache(maxsize=1)
def _kind_of_each_noun() -> dict[str, str]:
    nouns = {
        synonym.strip(): name
        for name, gloss in _GLOSSES.items()
        for synonym in gloss.partition("|")[0].lower().split(",")
        if synonym.strip()
    }
    return nouns | {name: name for name in _GLOSSES}


def vocabulary_id() -> str:
    """Name that changes with the vocabulary, since the vectors of labels do."""
    text = json.dumps(_GLOSSES, sort_keys=True) + lexicon_text()
    return f"vocabulary-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
