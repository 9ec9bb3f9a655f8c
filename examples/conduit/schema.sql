-- The tables of the example `conduit`.

PRAGMA journal_mode = wal;
PRAGMA foreign_keys = on;

CREATE TABLE IF NOT EXISTS users (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  password TEXT NOT NULL,
  bio TEXT NOT NULL DEFAULT '',
  image TEXT NOT NULL DEFAULT ''
);

-- A browser that is signed in, or is about to be: a ticket is exchanged for a token within a minute.
CREATE TABLE IF NOT EXISTS sign_ins (
  token TEXT PRIMARY KEY,
  user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  is_ticket INTEGER NOT NULL,
  at INTEGER NOT NULL DEFAULT (unixepoch())
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS articles (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  body TEXT NOT NULL,
  author INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  date TEXT NOT NULL DEFAULT (substr('JanFebMarAprMayJunJulAugSepOctNovDec', 3 * strftime('%m') - 2, 3) || strftime(' %e, %Y'))
);
CREATE INDEX IF NOT EXISTS articles_of_author ON articles (author);

CREATE TABLE IF NOT EXISTS tags (
  article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (tag, article)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tags_of_article ON tags (article);

CREATE TABLE IF NOT EXISTS favorites (
  article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
  user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  PRIMARY KEY (article, user)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS favorites_of_user ON favorites (user);

CREATE TABLE IF NOT EXISTS follows (
  user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  author INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  PRIMARY KEY (user, author)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS comments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
  author INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  body TEXT NOT NULL,
  date TEXT NOT NULL DEFAULT (substr('JanFebMarAprMayJunJulAugSepOctNovDec', 3 * strftime('%m') - 2, 3) || strftime(' %e, %Y'))
);
CREATE INDEX IF NOT EXISTS comments_of_article ON comments (article);
