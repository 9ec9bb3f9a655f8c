//! Content that parsers treat apart: SVG, MathML, tables and options, with rows and blocks in each.

use taut::prelude::*;

use super::duel::Subject;
use super::random::Random;

#[derive(Clone)]
pub(crate) struct Drawing {
    points: Vec<Point>,
    grid: bool,
    label: Option<String>,
    table: Vec<(u16, Vec<String>)>,
    options: Vec<(char, String)>,
    chosen: char,
    calls: Vec<String>,
}

#[derive(Clone)]
struct Point {
    id: i8,
    x: f32,
    name: Option<String>,
    big: bool,
}

impl Point {
    fn random(random: &mut Random) -> Self {
        Self {
            id: random.number(7) as i8,
            x: random.number(4) as f32 / 2.0,
            name: Some(random.text()).filter(|name| !name.is_empty()),
            big: random.chance(50),
        }
    }
}

fn record(random: &mut Random) -> (u16, Vec<String>) {
    (random.number(6) as u16, random.several(3, Random::text))
}

fn option(random: &mut Random) -> (char, String) {
    (['a', 'b', 'ü', '\''][random.below(4)], random.text())
}

impl Subject for Drawing {
    fn random(random: &mut Random) -> Self {
        Self {
            points: random.several(4, Point::random),
            grid: false,
            label: None,
            table: random.several(4, record),
            options: random.several(3, option),
            chosen: 'a',
            calls: Vec::new(),
        }
    }

    fn mutate(&mut self, random: &mut Random) {
        match random.below(9) {
            0 => random.edit(&mut self.points, Point::random),
            1 => self.grid = !self.grid,
            2 => self.label = random.maybe(Random::text),
            3 => random.edit(&mut self.table, record),
            4 => random.edit(&mut self.options, option),
            5 => self.chosen = option(random).0,
            6 => {
                let at = random.below(self.table.len());
                if let Some((_, cells)) = self.table.get_mut(at) {
                    random.edit(cells, Random::text);
                }
            }
            _ => {
                let at = random.below(self.points.len());
                if let Some(point) = self.points.get_mut(at) {
                    *point = Point {
                        id: point.id,
                        ..Point::random(random)
                    };
                }
            }
        }
    }

    fn take_calls(&mut self) -> Vec<String> {
        std::mem::take(&mut self.calls)
    }
}

#[live_view]
impl Drawing {
    fn mount() -> Self {
        Self::random(&mut Random::new(0))
    }

    fn pick(&mut self, id: i8, x: f32) {
        self.calls.push(format!("pick {id} {x}"));
        self.points.retain(|point| point.id != id);
    }

    fn choose(&mut self, option: char) {
        self.calls.push(format!("choose {option}"));
        self.chosen = option;
    }

    fn render(&self) -> impl View {
        view! {
            <svg viewBox="0 0 10 10">
                if self.grid { <g><path d="M0 0"></path></g> }
                for point in &self.points; key = point.id {
                    <g data-row={point.id} class:big={point.big} transform={format!("translate({})", point.x)}
                        data-click={format!("pick {} {}", point.id, point.x)} @click={pick(point.id, point.x)}>
                        <circle r={if point.big { 2 } else { 1 }} cx={point.x}></circle>
                        if let Some(name) = &point.name { <text>{name}</text> }
                    </g>
                }
                <foreignObject>
                    for point in &self.points; key = point.id { <p data-row={format!("p{}", point.id)}>{point.name.as_ref()}</p> }
                    if let Some(label) = &self.label { <p>{label}</p> }
                </foreignObject>
                if let Some(label) = &self.label { <text>{label}</text> <text>"," {label}</text> }
            </svg>
            <math><mrow>for point in &self.points; key = point.id { <mi>{point.x}</mi> }</mrow></math>
            <table>
                if let Some(label) = &self.label { <caption>{label}</caption> }
                <colgroup>for point in &self.points; key = point.id { <col> }</colgroup>
                if self.grid { <thead><tr><th>"head"</th></tr></thead> }
                <tbody>
                    for (id, cells) in &self.table; key = id {
                        <tr data-row={id} class:shown={self.grid}>
                            for (at, cell) in cells.iter().enumerate(); key = at { <td>{cell}</td> }
                            if self.grid { <td>"grid"</td> }
                        </tr>
                        if cells.is_empty() { <tr><td>"none"</td></tr> }
                    }
                </tbody>
            </table>
            <select>
                for (key, text) in &self.options; key = *key {
                    <option value={key} selected={self.chosen == *key} data-click={format!("choose {key}")} @click={choose(*key)}>{text}</option>
                }
                if self.grid { <optgroup label={&self.label}><option>"grid"</option></optgroup> }
            </select>
            <dl>for (id, cells) in &self.table; key = id { <dt data-row={id}>{id}</dt> for cell in cells; key = cell { <dd>{cell}</dd> } }</dl>
        }
    }
}
