"""What homes hold, in plain words: so that a question for one thing is not answered by another.

A sentence encoder finds a "frying pan" rather like a "kettle". Who knows both words knows that a
frying pan is not what was asked for. Common nouns from general knowledge, singular, without
attributes; names of the vocabulary and their synonyms need not be here.
"""

from __future__ import annotations

_NOUNS = """
kettle, teapot, coffee pot, coffee maker, espresso machine, pot, saucepan, frying pan, wok,
casserole, baking tray, cutting board, rolling pin, whisk, ladle, spatula, colander, sieve, grater,
peeler, corkscrew, can opener, bottle opener, kitchen scale, blender, food processor, mixer, juicer,
plate, saucer, tray, jug, pitcher, glass, thermos, lunch box, jar, tin, can, carton, egg, egg cup,
salt shaker, pepper mill, sugar bowl, butter dish, napkin, tablecloth, place mat, coaster, apron,
oven glove, tea towel, dish rack, dishwasher, washing machine, dryer, freezer, stove, range hood,
bread, loaf of bread, roll, cheese, butter, milk, yoghurt, juice, water, coffee, tea, beer, wine,
lemon, lime, pear, peach, plum, grape, strawberry, cherry, melon, watermelon, pineapple, mango,
avocado, tomato, cucumber, pepper, potato, onion, garlic, lettuce, cabbage, mushroom, pumpkin,
rice, pasta, flour, sugar, salt, honey, jam, cereal, biscuit, cookie, chocolate, sweets, crisps,
sponge, dish soap, detergent, bleach, bucket, mop, broom, dustpan, brush, vacuum cleaner, duster,
rubbish bag, trash can, waste bin, recycling bin, laundry basket, basket, ironing board, iron,
clothes rack, clothes peg, hanger, coat rack, coat stand, shoe rack, umbrella stand, doormat,
sofa cushion, cushion, pillow, blanket, quilt, duvet, bed sheet, throw, rug, carpet, curtain,
blind, lamp, desk lamp, floor lamp, ceiling lamp, light bulb, candle, candlestick, lantern, torch,
flashlight, mirror, painting, picture, picture frame, poster, photograph, map, globe, calendar,
shelf, bookcase, bookshelf, cabinet, cupboard, wardrobe, dresser, chest of drawers, drawer,
nightstand, bedside table, coffee table, side table, stool, ottoman, rocking chair, high chair, cot,
crib, bunk bed, fireplace, radiator, heater, fan, air conditioner, humidifier, thermostat,
door, window, wall, floor, ceiling, stairs, ladder, step stool, balcony, pillar, door frame,
bathtub, shower, shower curtain, bath mat, towel, towel rack, soap, soap dispenser, shampoo,
toothpaste, comb, hairbrush, razor, perfume, lipstick, nail clippers, cotton buds, tissue,
box of tissues, toilet paper, toilet brush, plunger, scale, first aid kit, medicine, pill box,
plaster, thermometer, walking stick, wheelchair, glasses, sunglasses, contact lenses,
shirt, t-shirt, trousers, jeans, dress, skirt, sock, glove, scarf, hat, cap, coat, jacket, sweater,
belt, shoe, boot, slipper, sandal, sneaker, pyjamas, bathrobe, watch, ring, necklace, bracelet,
wallet, key, key ring, coin, passport, ticket, envelope, letter, parcel, cardboard box, box, crate,
pen, pencil, pencil case, marker, crayon, eraser, ruler, sharpener, stapler, hole punch, paper clip,
tape, glue, notebook, notepad, sheet of paper, folder, ring binder, newspaper, dictionary, diary,
calculator, desk, office chair, whiteboard, printer, scanner, computer, tablet, charger, cable,
power socket, extension lead, battery, headphones, earphones, microphone, speaker, loudspeaker,
radio, record player, camera, tripod, projector, game console, game controller, router, webcam,
hammer, screwdriver, drill, saw, pliers, wrench, nail, screw, tape measure, spirit level, toolbox,
paint brush, paint tin, sandpaper, rope, chain, padlock, fire extinguisher, smoke detector,
plant pot, watering can, shovel, rake, hose, wheelbarrow, flower, bunch of flowers, cactus, tree,
doll, toy car, toy train, building blocks, jigsaw puzzle, board game, playing cards, dice,
chessboard,
balloon, marble, spinning top, rubber duck, guitar, violin, piano, drum, flute, trumpet,
dumbbell, yoga mat, skipping rope, helmet, rucksack, tent, sleeping bag, fishing rod,
cat bed, dog bowl, bird cage, aquarium, leash, pet food, ashtray, lighter, matches, piggy bank,
figurine, statue, trophy, ornament, wreath, christmas tree, swimming pool, dinosaur, helicopter
"""

HOUSEHOLD_NOUNS = tuple(" ".join(noun.split()) for noun in _NOUNS.split(","))


def is_a(name: str, noun: str) -> bool:
    """Whether a name means a thing of a noun: a compound is what its last words are."""
    words, last = name.lower().split(), noun.split()
    tail = words[-len(last) :]
    return tail == last or [*tail[:-1], tail[-1].removesuffix("s")] == last if tail else False
