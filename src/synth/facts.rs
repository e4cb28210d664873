//! Who reports, for which place and year, and when: the metadata a page shows and the truth repeats.

use super::bank::{Bank, PlaceOf};
use super::random::Random;
use crate::report::Date;

/// The facts of one report.
#[derive(Debug, Clone)]
pub(super) struct Facts<'a> {
    pub place: &'a PlaceOf,
    /// The agency as the title names it.
    pub publisher: String,
    pub we: &'a str,
    pub year: i16,
    pub edition: i16,
    pub published_on: Date,
    pub signed_on: Date,
    pub index_number: Option<String>,
    /// The title, on one line or two.
    pub title: Vec<String>,
}

impl<'a> Facts<'a> {
    /// Draws an agency and its title.
    pub fn draw(bank: &'a Bank, edition: i16, year: i16, random: &mut Random) -> Self {
        let place = random.choose(&bank.place);
        let agencies = random.choose(&bank.agency);
        let name = random.choose(&agencies.names);
        let publisher = if random.chance(0.2) {
            format!("{}{}{name}", place.prefecture, place.county)
        } else {
            format!("{}{name}", place.county)
        };
        let published_on = Date { year: year + 1, month: random.range(1, 3) as u8, day: random.range(6, 28) as u8 };
        let signed_on = Date { day: published_on.day - random.range(0, 5) as u8, ..published_on };
        let title = match random.below(6) {
            0 => vec![format!("{publisher}{year}年度政府信息公开工作年度报告")],
            1 => vec![format!("{publisher}政府信息公开工作{year}年度报告")],
            2 => vec![publisher.clone(), format!("{year}年政府信息公开工作年度报告")],
            _ => vec![format!("{publisher}{year}年政府信息公开工作年度报告")],
        };
        let index_number = random.chance(0.4).then(|| {
            let office = random.range(1, 999);
            let serial = random.range(1, 99_999);
            format!("{}0{office:03}/{}-{serial:05}", place.code, year + 1)
        });
        Self { place, publisher, we: &agencies.we, year, edition, published_on, signed_on, index_number, title }
    }

    /// The lines under a title: index number, publisher, day of publication.
    pub fn header(&self, random: &mut Random) -> String {
        let Date { year, month, day } = self.published_on;
        let iso = format!("{year}-{month:02}-{day:02}");
        let date = match random.below(4) {
            0 => format!("发布时间：{iso} {:02}:{:02}", random.range(8, 18), random.range(0, 59)),
            1 => format!("发布日期：{}", chinese(self.published_on)),
            2 => format!("时间：{iso} 来源：{}", self.publisher),
            _ => format!("发布日期：{iso}"),
        };
        match &self.index_number {
            Some(number) => format!("索引号：{number} 发布机构：{} {date}", self.publisher),
            None => date,
        }
    }
}

/// `2021年3月5日`.
pub(super) fn chinese(date: Date) -> String {
    format!("{}年{}月{}日", date.year, date.month, date.day)
}
