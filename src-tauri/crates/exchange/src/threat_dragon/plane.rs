//! What is drawn → what is inside what, and what crosses what.
//!
//! Lines are taken as straight between their points. Touching counts as crossing and as inside.

/// Farther out than any drawing; sums and products of such numbers stay exact enough and finite.
const FARTHEST: f64 = 1e9;

/// A point, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    x: f64,
    y: f64,
}

impl Point {
    /// A point on the drawing; `None` for numbers that can be no place on it.
    pub(super) fn new(x: f64, y: f64) -> Option<Self> {
        (x.abs() <= FARTHEST && y.abs() <= FARTHEST).then_some(Self { x, y })
    }
}

/// An upright rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    low: Point,
    high: Point,
}

impl Rect {
    /// From the corner at the top left; `None` for a size that is negative or can be none.
    pub(super) fn new(corner: Point, width: f64, height: f64) -> Option<Self> {
        let high = Point::new(corner.x + width, corner.y + height)?;
        (width >= 0.0 && height >= 0.0).then_some(Self { low: corner, high })
    }

    pub(super) fn centre(&self) -> Point {
        Point { x: (self.low.x + self.high.x) / 2.0, y: (self.low.y + self.high.y) / 2.0 }
    }

    pub(super) fn area(&self) -> f64 {
        (self.high.x - self.low.x) * (self.high.y - self.low.y)
    }

    pub(super) fn holds(&self, point: Point) -> bool {
        (self.low.x..=self.high.x).contains(&point.x) && (self.low.y..=self.high.y).contains(&point.y)
    }

    pub(super) fn holds_all_of(&self, other: &Self) -> bool {
        self.holds(other.low) && self.holds(other.high)
    }

    /// Whether they share more than an edge.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.low.x < other.high.x
            && other.low.x < self.high.x
            && self.low.y < other.high.y
            && other.low.y < self.high.y
    }
}

/// A line of straight pieces.
#[derive(Debug, Clone)]
pub(super) struct Line {
    points: Vec<Point>,
    frame: Rect,
}

impl Line {
    /// A line through two points or more.
    pub(super) fn new(points: Vec<Point>) -> Option<Self> {
        let (first, _) = points.first().zip(points.get(1))?;
        let (low, high) = points.iter().fold((*first, *first), |(low, high), p| {
            (Point { x: low.x.min(p.x), y: low.y.min(p.y) }, Point { x: high.x.max(p.x), y: high.y.max(p.y) })
        });
        Some(Self { points, frame: Rect { low, high } })
    }

    /// Straight pieces it has.
    pub(super) fn pieces(&self) -> usize {
        self.points.len() - 1
    }

    /// Whether the two have a point in common.
    pub(super) fn meets(&self, other: &Self) -> bool {
        let (a, b) = (&self.frame, &other.frame);
        let apart = a.low.x > b.high.x || b.low.x > a.high.x || a.low.y > b.high.y || b.low.y > a.high.y;
        !apart
            && self
                .points
                .windows(2)
                .any(|s| other.points.windows(2).any(|t| pieces_meet((s[0], s[1]), (t[0], t[1]))))
    }
}

/// On which side of the line from `a` to `b` the point is: positive, negative, or 0 on it.
fn side((a, b): (Point, Point), point: Point) -> f64 {
    (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)
}

fn within((a, b): (Point, Point), point: Point) -> bool {
    (a.x.min(b.x)..=a.x.max(b.x)).contains(&point.x) && (a.y.min(b.y)..=a.y.max(b.y)).contains(&point.y)
}

fn pieces_meet(s: (Point, Point), t: (Point, Point)) -> bool {
    let (s0, s1, t0, t1) = (side(t, s.0), side(t, s.1), side(s, t.0), side(s, t.1));
    let opposite = |a: f64, b: f64| (a < 0.0 && b > 0.0) || (a > 0.0 && b < 0.0);
    (opposite(s0, s1) && opposite(t0, t1))
        || (s0 == 0.0 && within(t, s.0))
        || (s1 == 0.0 && within(t, s.1))
        || (t0 == 0.0 && within(s, t.0))
        || (t1 == 0.0 && within(s, t.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[(f64, f64)]) -> Line {
        Line::new(points.iter().map(|(x, y)| Point::new(*x, *y).unwrap()).collect()).unwrap()
    }

    #[test]
    fn lines_meet() {
        let across = line(&[(0.0, 0.0), (10.0, 10.0)]);
        assert!(across.meets(&line(&[(0.0, 10.0), (10.0, 0.0)])));
        assert!(across.meets(&line(&[(5.0, 5.0), (9.0, 0.0)])), "touching is crossing");
        assert!(across.meets(&line(&[(20.0, 20.0), (8.0, 8.0)])), "along each other");
        assert!(!across.meets(&line(&[(11.0, 11.0), (20.0, 20.0)])), "on the same line, apart");
        assert!(!across.meets(&line(&[(6.0, 5.0), (9.0, 0.0)])));
        assert!(!across.meets(&line(&[(0.0, 1.0), (8.0, 9.0)])), "side by side");
        assert!(across.meets(&line(&[(0.0, 9.0), (1.0, 9.0), (9.0, 1.0)])), "in its second piece");
    }

    #[test]
    fn a_line_of_one_place_is_met_there_only() {
        let dot = line(&[(5.0, 5.0), (5.0, 5.0)]);
        assert!(dot.meets(&line(&[(0.0, 0.0), (10.0, 10.0)])));
        assert!(!dot.meets(&line(&[(0.0, 1.0), (10.0, 11.0)])));
        assert!(Line::new(vec![Point::new(0.0, 0.0).unwrap()]).is_none());
    }

    #[test]
    fn what_is_no_place_is_no_point() {
        assert!(Point::new(f64::NAN, 0.0).is_none());
        assert!(Point::new(0.0, f64::INFINITY).is_none());
        assert!(Point::new(1e300, 0.0).is_none());
        assert!(Rect::new(Point::new(0.0, 0.0).unwrap(), -1.0, 5.0).is_none());
        assert!(Rect::new(Point::new(0.0, 0.0).unwrap(), 1e300, 5.0).is_none());
    }

    #[test]
    fn rectangles_hold_and_overlap() {
        let rect = |x, y, w, h| Rect::new(Point::new(x, y).unwrap(), w, h).unwrap();
        let outer = rect(0.0, 0.0, 100.0, 100.0);
        assert!(outer.holds_all_of(&rect(10.0, 10.0, 20.0, 20.0)));
        assert!(!outer.holds_all_of(&rect(90.0, 10.0, 20.0, 20.0)));
        assert!(outer.overlaps(&rect(90.0, 10.0, 20.0, 20.0)));
        assert!(!outer.overlaps(&rect(100.0, 0.0, 20.0, 20.0)), "an edge in common is no overlap");
    }
}
