-- The first authors and articles. No password fits these authors, so that no one signs in as them.

INSERT INTO users (id, name, email, password, bio) VALUES
  (1, 'Mira Okafor', 'mira@example.org', '', 'Repairs bicycles, clocks and the occasional radio.'),
  (2, 'Jonas Lind', 'jonas@example.org', '', 'Grows vegetables on a balcony that faces north.'),
  (3, 'Tomoe Arai', 'tomoe@example.org', '', 'Walks, draws maps, and writes about both.');

INSERT INTO articles (id, slug, title, description, body, author, date) VALUES
  (1, 'how-to-true-a-wheel', 'How to true a wheel', 'A spoke key, a piece of chalk, and half an hour.', 'A wheel that wobbles is seldom broken. Most of the time, **one or two spokes** have become loose.

1. Turn the bicycle over, and let the wheel spin.
2. Hold the chalk so that it marks the rim where it comes closest.
3. Tighten the spokes on the other side of the mark, by a *quarter* of a turn at most.

Be patient: a wheel that is nearly true is true enough.', 1, 'Jan 7, 2026'),
  (2, 'salad-in-the-shade', 'Salad in the shade', 'What grows with four hours of light a day.', 'Leaves need less sun than fruit. On my balcony, these did well:

- lamb''s lettuce, from September to April
- sorrel, which comes back every year
- chard, if it is allowed to take its time

Tomatoes did not.', 2, 'Jan 19, 2026'),
  (3, 'the-longest-way-home', 'The longest way home', 'A walk along every canal between the station and my door.', 'The direct way takes eleven minutes. Along the canals, it takes **two hours**, and one sees a heron.

> Whoever is in a hurry should take the bridge.

I have drawn a map, and it is wrong in three places.', 3, 'Feb 2, 2026'),
  (4, 'oil-is-not-a-cleaner', 'Oil is not a cleaner', 'Why chains become black, and what to do instead.', 'Oil carries dirt into the chain. Wipe first, then oil, then wipe again: what stays on the outside only collects dust.', 1, 'Feb 11, 2026'),
  (5, 'a-pot-for-every-root', 'A pot for every root', 'How deep is deep enough?', '| plant | depth |
|---|---|
| salad | 15 cm |
| carrots | 30 cm |

If in doubt, take the deeper pot. It dries out more slowly, too.', 2, 'Feb 23, 2026'),
  (6, 'maps-without-streets', 'Maps without streets', 'Drawing a town by its trees.', 'Streets are where people *go*. Trees are where they **stay**. A map of trees shows where the benches ought to be.', 3, 'Mar 4, 2026'),
  (7, 'the-clock-that-ran-backwards', 'The clock that ran backwards', 'A repair that began with a letter.', 'The letter said: "It is right twice a day, and wrong in a different way in between." The cause was a spring that someone had put in the wrong way round.', 1, 'Mar 16, 2026'),
  (8, 'watering-by-weight', 'Watering by weight', 'Lift the pot: your arm knows more than your finger.', 'A dry pot is light. After a week of lifting each pot every morning, you will need no other instrument.', 2, 'Mar 29, 2026'),
  (9, 'pencils-for-rain', 'Pencils for rain', 'What still writes when the paper is wet.', 'Graphite does, ink does not, and wax crayons do it best of all:

```
soft pencil    good
fountain pen   bad
wax crayon     best
```', 3, 'Apr 5, 2026'),
  (10, 'one-tool-too-many', 'One tool too many', 'What I have taken out of my saddle bag.', 'A chain tool, because I have never needed it; and the second spanner, because the first one has two ends.', 1, 'Apr 18, 2026'),
  (11, 'seeds-from-the-kitchen', 'Seeds from the kitchen', 'Which of them are worth a try.', 'Beans and chickpeas come up within a week. Pepper seeds need warmth, and peppers from a shop are seldom as good the second time.', 2, 'Apr 30, 2026'),
  (12, 'a-bench-is-a-place', 'A bench is a place', 'Notes on sitting still while walking.', '## What makes a good bench

A good bench has its back to the wind and its face to something that moves: water, a road, a playground.

## What does not

Armrests in the middle.', 3, 'May 9, 2026');

INSERT INTO tags (article, tag) VALUES
  (1, 'bicycles'), (1, 'repair'), (2, 'balcony'), (2, 'vegetables'), (3, 'walking'), (3, 'maps'), (4, 'bicycles'),
  (5, 'balcony'), (6, 'maps'), (6, 'trees'), (7, 'repair'), (7, 'clocks'), (8, 'balcony'), (9, 'drawing'), (9, 'rain'),
  (10, 'bicycles'), (10, 'tools'), (11, 'vegetables'), (12, 'walking');

INSERT INTO favorites (article, user) VALUES (1, 2), (1, 3), (3, 1), (3, 2), (6, 1), (9, 2), (12, 1), (12, 2);

INSERT INTO follows (user, author) VALUES (1, 3), (2, 1), (3, 2);

INSERT INTO comments (article, author, body, date) VALUES
  (12, 1, 'The one at the mill has its back to the wind, but the mill is gone.', 'May 10, 2026'),
  (12, 2, 'I would add: a good bench is dry an hour after the rain.', 'May 11, 2026'),
  (1, 2, 'A quarter of a turn saved my wheel. Thank you!', 'Jan 9, 2026');
