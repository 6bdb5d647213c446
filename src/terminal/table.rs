//! Columns that stand below each other.

use std::io::{self, Write};

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Where a column's texts stand.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// A row, as it is shown.
pub(crate) type Row<const N: usize> = [(Style, String); N];

/// Writes rows in columns, two blanks apart. On a terminal, what goes over its edge is left out.
pub(crate) fn table<const N: usize>(
    out: &mut impl Write,
    columns: [Align; N],
    rows: &[Row<N>],
    width: Option<usize>,
) -> io::Result<()> {
    let widest = std::array::from_fn::<usize, N, _>(|n| {
        rows.iter().map(|row| row[n].1.width()).max().unwrap_or(0)
    });
    for row in rows {
        let mut column = 0;
        for (n, (style, text)) in row.iter().enumerate() {
            let room = width.map_or(usize::MAX, |width| width.saturating_sub(column));
            let text = truncated(text, room);
            let pad = widest[n].min(room) - text.width();
            let (before, after) = match columns[n] {
                Align::Right => (pad, 0),
                Align::Left if n + 1 < N => (0, pad),
                Align::Left => (0, 0),
            };
            let gap = if n + 1 < N && room > widest[n] + 2 {
                "  "
            } else {
                ""
            };
            write!(
                out,
                "{:before$}{style}{text}{style:#}{:after$}{gap}",
                "", ""
            )?;
            column += widest[n] + gap.len();
        }
        writeln!(out)?;
    }
    Ok(())
}

/// A text in so many columns; with an ellipsis where it has more.
pub(crate) fn truncated(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut room = width.saturating_sub(1);
    let kept = text.chars().take_while(|c| {
        let left = room.checked_sub(c.width().unwrap_or(0));
        room = left.unwrap_or(0);
        left.is_some()
    });
    let mut kept: String = kept.collect();
    if width > 0 {
        kept.push('…');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_each_other() {
        let row = |row: [&str; 3]| row.map(|text| (Style::new(), text.to_owned()));
        let rows = [
            row(["保証", "7", "short"]),
            row(["a", "1,234", "rather long"]),
        ];
        let columns = [Align::Left, Align::Right, Align::Left];
        let written = |width| {
            let mut out = Vec::new();
            table(&mut out, columns, &rows, width).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(
            written(None),
            "保証      7  short\na     1,234  rather long\n"
        );
        assert_eq!(
            written(Some(20)),
            "保証      7  short\na     1,234  rather…\n"
        );
    }

    #[test]
    fn a_text_is_cut_where_it_has_to_be() {
        for (text, width, expected) in [
            ("fits", 4, "fits"),
            ("does not", 5, "does…"),
            ("保証期間", 5, "保証…"),
            ("保証期間", 4, "保…"),
            ("x", 0, ""),
        ] {
            assert_eq!(truncated(text, width), expected);
        }
    }
}
