//! Random templates without errors.

/// A generator with a seed.
pub(super) struct Random {
    state: u64,
    names: u32,
}

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            names: 0,
        }
    }

    /// A number below `count`.
    pub(super) fn below(&mut self, count: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 33) as usize % count
    }

    fn name(&mut self) -> u32 {
        self.names += 1;
        self.names
    }

    pub(super) fn template(&mut self) -> String {
        self.names = 0;
        let depth = 1 + self.below(4);
        self.nodes(depth)
    }

    fn nodes(&mut self, depth: usize) -> String {
        let count = self.below(4);
        (0..count)
            .map(|_| self.node(depth))
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn node(&mut self, depth: usize) -> String {
        match self.below(if depth == 0 { 5 } else { 13 }) {
            0 => ["\"a\"", "\"\"", "\" \"", "\"\\n\"", "\"<&>\""][self.below(5)].to_owned(),
            1 | 2 => ["{x}", "{client.k or x}"][self.below(2)].to_owned(),
            3 => "<br>".to_owned(),
            4 => "let x = 1;".to_owned(),
            5 => format!("<>{}</>", self.nodes(depth - 1)),
            6 => format!("if x {{ {} }}", self.nodes(depth - 1)),
            7 => format!(
                "if x {{ {} }} else {{ {} }}",
                self.nodes(depth - 1),
                self.nodes(depth - 1)
            ),
            8 => format!(
                "match x {{ 0 => {{ {} }} 1 => {{}} _ => {{ {} }} }}",
                self.nodes(depth - 1),
                self.nodes(depth - 1)
            ),
            9 | 10 => format!("for x in y; key = x {{ {} }}", self.nodes(depth - 1)),
            _ => self.element(depth - 1),
        }
    }

    fn element(&mut self, depth: usize) -> String {
        let tag = ["div", "div", "span", "pre", "section"][self.below(5)];
        // Phrasing content may hold anything here: nothing in it ends a `<span>`.
        format!("<{tag}{}>{}</{tag}>", self.attributes(), self.nodes(depth))
    }

    fn attributes(&mut self) -> String {
        let mut attributes = String::new();
        for attribute in [
            " class=\"a b\"",
            " class={x}",
            " class:c={x}",
            " class:d={client.k == 1 or x}",
            " style=\"color: red\"",
            " style:width={x}",
            " style:height={client.k or x}",
            " lang={client.k}",
            " title={x}",
            " hidden={x}",
            " id=\"i\"",
            " {..x}",
        ] {
            if self.below(5) == 0 {
                attributes.push_str(attribute);
            }
        }
        if self.below(4) == 0 {
            let name = self.name();
            let calls = ["go()", "add_class(\"a\")", "focus(x), go()"][self.below(3)];
            attributes.push_str(&format!(" data-e=\"e-{name}\" @e-{name}={{{calls}}}"));
        }
        attributes
    }
}
