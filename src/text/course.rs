//! Which kind of line follows which, counted from known courses, and the likeliest course of new lines.
//!
//! In: known courses, each a list of kinds in order; for new lines the odds of each kind by their own words. Out: for each
//! line the share of every kind, all likely courses weighed together (a hidden Markov model, read by the forward-backward
//! algorithm, Baum et al. 1970). So a row that reads like a remedy and stands before anybody was hurt is the change that
//! came before. Nothing is trained: what follows what is counted.

/// Added to each count, so that what was never seen is not ruled out.
const SMOOTHING: f32 = 1.0;

/// How often each kind begins, follows each other kind, and comes last, as shares.
#[derive(Debug, Clone)]
pub struct Course {
    first: Vec<f32>,
    /// By the kind that follows, then by the kind before.
    before: Vec<Vec<f32>>,
    /// By the kind before, then by the kind that follows.
    behind: Vec<Vec<f32>>,
    last: Vec<f32>,
}

impl Course {
    /// Counts known courses of `kinds` kinds.
    pub fn count<'c>(kinds: usize, courses: impl Iterator<Item = &'c [usize]>) -> Self {
        let mut first = vec![SMOOTHING; kinds];
        // The last column counts the ends.
        let mut behind = vec![vec![SMOOTHING; kinds + 1]; kinds];
        for course in courses {
            if let (Some(begins), Some(ends)) = (course.first(), course.last()) {
                first[*begins] += 1.0;
                behind[*ends][kinds] += 1.0;
            }
            for pair in course.windows(2) {
                behind[pair[0]][pair[1]] += 1.0;
            }
        }
        share(&mut first);
        behind.iter_mut().for_each(|row| share(row));
        let last = behind.iter_mut().filter_map(Vec::pop).collect();
        let before = (0..kinds).map(|next| behind.iter().map(|row| row[next]).collect()).collect();
        Self { first, before, behind, last }
    }

    /// The share of each kind for each line, from 0 to 1, given the odds of each kind by the line's own words (natural
    /// logarithms).
    pub fn shares(&self, odds: &[Vec<f32>]) -> Vec<Vec<f32>> {
        let chances: Vec<Vec<f32>> = odds.iter().map(|line| chances(line)).collect();
        let (mut shares, backward) = (self.forward(&chances), self.backward(&chances));
        for (line, behind) in shares.iter_mut().zip(&backward) {
            line.iter_mut().zip(behind).for_each(|(one, behind)| *one *= behind);
            share(line);
        }
        shares
    }

    /// All courses up to each line that end with each kind. Only shares within a line count, so that nothing runs out of
    /// digits.
    fn forward(&self, chances: &[Vec<f32>]) -> Vec<Vec<f32>> {
        let mut found: Vec<Vec<f32>> = Vec::with_capacity(chances.len());
        for line in chances {
            let mut here: Vec<f32> = match found.last() {
                None => self.first.clone(),
                Some(last) => self.before.iter().map(|before| product(before, last)).collect(),
            };
            here.iter_mut().zip(line).for_each(|(one, chance)| *one *= chance);
            share(&mut here);
            found.push(here);
        }
        found
    }

    /// All courses behind each line, by the kind of that line.
    fn backward(&self, chances: &[Vec<f32>]) -> Vec<Vec<f32>> {
        let mut found = vec![self.last.clone()];
        for line in chances.iter().skip(1).rev() {
            let later = &found[found.len() - 1];
            let weighed: Vec<f32> = line.iter().zip(later).map(|(chance, later)| chance * later).collect();
            let mut here: Vec<f32> = self.behind.iter().map(|behind| product(behind, &weighed)).collect();
            share(&mut here);
            found.push(here);
        }
        found.truncate(chances.len());
        found.reverse();
        found
    }
}

/// What odds are worth beside the best of them.
fn chances(odds: &[f32]) -> Vec<f32> {
    let most = odds.iter().copied().fold(f32::MIN, f32::max);
    odds.iter().map(|one| (one - most).exp().max(f32::MIN_POSITIVE.sqrt())).collect()
}

fn product(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Makes them shares of their sum.
fn share(counts: &mut [f32]) {
    let all: f32 = counts.iter().sum();
    counts.iter_mut().for_each(|count| *count /= all);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kinds: 0 a change, 1 trouble, 2 a remedy.
    fn course() -> Course {
        let known: [&[usize]; 3] = [&[0, 1, 2], &[0, 1, 1, 2], &[1, 2]];
        Course::count(3, known.into_iter())
    }

    fn likeliest(odds: &[[f32; 3]]) -> Vec<usize> {
        let odds: Vec<Vec<f32>> = odds.iter().map(|odds| odds.to_vec()).collect();
        let shares = course().shares(&odds);
        shares.iter().for_each(|line| assert!((line.iter().sum::<f32>() - 1.0).abs() < 1e-4, "{line:?}"));
        shares.iter().map(|line| (0..3).max_by(|a, b| line[*a].total_cmp(&line[*b])).unwrap()).collect()
    }

    #[test]
    fn what_reads_alike_is_told_apart_by_its_place() {
        // The first and the last line read the same: like a change or a remedy.
        assert_eq!(likeliest(&[[1.0, 0.0, 1.0], [0.0, 2.0, 0.0], [1.0, 0.0, 1.0]]), [0, 1, 2]);
    }

    #[test]
    fn clear_words_outweigh_the_usual_order() {
        assert_eq!(likeliest(&[[0.0, 0.0, 9.0], [0.0, 9.0, 0.0]]), [2, 1]);
    }

    #[test]
    fn one_line_and_none() {
        assert_eq!(likeliest(&[[0.0, 3.0, 0.0]]), [1]);
        assert!(likeliest(&[]).is_empty());
    }
}
