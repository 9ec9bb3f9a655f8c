//! The database: SQLite, which a thread of its own reads and writes.

use std::path::PathBuf;

use rusqlite::{Connection, Error, Params, Row};
use serde::{Deserialize, Serialize};
use taut::prelude::*;
use tokio_rusqlite::rusqlite;

/// The articles on a page of a list.
pub(crate) const PER_PAGE: u32 = 10;

pub(crate) struct Db(tokio_rusqlite::Connection);

/// What queries return; users need not know why one has failed.
type Found<T> = Result<T, Reject>;

/// The values of a query, such as a tuple.
pub(crate) trait Values: Params + Send + 'static {}
impl<T: Params + Send + 'static> Values for T {}

/// A type that rows can be read as, such as a tuple of their columns.
pub(crate) trait Read: for<'r> TryFrom<&'r Row<'r>, Error = Error> + Send + 'static {}
impl<T: for<'r> TryFrom<&'r Row<'r>, Error = Error> + Send + 'static> Read for T {}

impl Db {
    /// Opens the database in a file, or one in memory; a new one has a few articles.
    pub(crate) async fn open(file: Option<PathBuf>) -> Result<Self, tokio_rusqlite::Error> {
        let db = tokio_rusqlite::Connection::open(file.unwrap_or(":memory:".into())).await?;
        db.call(|db| {
            db.execute_batch(include_str!("schema.sql"))?;
            match db.query_row("SELECT count(*) FROM users", [], |row| row.get(0))? {
                0 => db.execute_batch(include_str!("seed.sql")),
                _ => Ok(()),
            }
        })
        .await?;
        Ok(Self(db))
    }

    /// Runs a query.
    pub(crate) async fn call<T: Send + 'static>(
        &self,
        query: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Found<T> {
        self.0.call(query).await.map_err(|error| {
            log::error!("the database: {error}");
            Reject::new("The database does not answer; please try again.").with_status(500)
        })
    }

    /// Returns all rows.
    pub(crate) async fn all<T: Read>(&self, sql: &str, values: impl Values) -> Found<Vec<T>> {
        let sql = sql.to_owned();
        let read = |row: &Row<'_>| T::try_from(row);
        self.call(move |db| db.prepare(&sql)?.query_and_then(values, read)?.collect())
            .await
    }

    /// Returns the first row, if there is one.
    pub(crate) async fn first<T: Read>(&self, sql: &str, values: impl Values) -> Found<Option<T>> {
        Ok(self.all(sql, values).await?.into_iter().next())
    }

    /// Changes rows, and returns how many.
    pub(crate) async fn change(&self, sql: &'static str, values: impl Values) -> Found<usize> {
        self.call(move |db| db.execute(sql, values)).await
    }
}

#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) bio: String,
    pub(crate) image: String,
}

pub(crate) const USER: &str = "SELECT id, name, email, bio, image FROM users";

#[rustfmt::skip]
impl TryFrom<&Row<'_>> for User {
    type Error = Error;

    fn try_from(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (id, name, email, bio, image) = row.try_into()?;
        Ok(Self { id, name, email, bio, image })
    }
}

/// What a list shows of an article.
#[derive(Default, Clone, PartialEq)]
pub(crate) struct Preview {
    pub(crate) id: i64,
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) date: String,
    pub(crate) author: String,
    pub(crate) image: String,
    pub(crate) favorites: u32,
    pub(crate) is_favorite: bool,
    /// With spaces between them.
    pub(crate) tags: Option<String>,
}

/// Reads previews; `?1` is the reader.
pub(crate) const PREVIEW: &str = "SELECT a.id, slug, title, description, a.date, name, image,
    (SELECT count(*) FROM favorites WHERE article = a.id),
    EXISTS (SELECT 1 FROM favorites WHERE article = a.id AND user = ?1),
    (SELECT group_concat(tag, ' ') FROM tags WHERE article = a.id)
    FROM articles a JOIN users u ON u.id = a.author";

#[rustfmt::skip]
impl TryFrom<&Row<'_>> for Preview {
    type Error = Error;

    fn try_from(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (id, slug, title, description, date, author, image, favorites, is_favorite, tags) = row.try_into()?;
        Ok(Self { id, slug, title, description, date, author, image, favorites, is_favorite, tags })
    }
}

impl Preview {
    pub(crate) fn tags(&self) -> impl Iterator<Item = &str> {
        self.tags.iter().flat_map(|tags| tags.split(' '))
    }

    /// Makes it a favorite of a user, or no longer.
    pub(crate) async fn toggle(&mut self, db: &Db, user: i64) -> Result<(), Reject> {
        let sql = match self.is_favorite {
            true => "DELETE FROM favorites WHERE article = ? AND user = ?",
            false => "INSERT OR IGNORE INTO favorites (article, user) VALUES (?, ?)",
        };
        db.change(sql, (self.id, user)).await?;
        let sql = format!("{PREVIEW} WHERE a.id = ?2");
        let new = db.first(&sql, (user, self.id)).await?;
        *self = new.ok_or("This article is gone.")?;
        Ok(())
    }
}

/// Follows an author, or no longer; returns which.
pub(crate) async fn follow(db: &Db, user: i64, author: &str) -> Result<bool, Reject> {
    let sql =
        "DELETE FROM follows WHERE user = ? AND author = (SELECT id FROM users WHERE name = ?)";
    if db.change(sql, (user, author.to_owned())).await? > 0 {
        return Ok(false);
    }
    let sql = "INSERT INTO follows SELECT ?1, id FROM users WHERE name = ?2 AND id != ?1";
    Ok(db.change(sql, (user, author.to_owned())).await? > 0)
}

/// Whether a user follows an author.
pub(crate) async fn is_followed(db: &Db, user: Option<i64>, author: &str) -> Result<bool, Reject> {
    let sql = "SELECT 1 FROM follows JOIN users ON id = author WHERE user = ? AND name = ?";
    let found: Option<(i64,)> = db.first(sql, (user, author.to_owned())).await?;
    Ok(found.is_some())
}
