//! Table `reports`.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{Date32Builder, Int16Builder, Int32Builder, ListBuilder, StringBuilder};
use arrow_schema::ArrowError;

use crate::report::{Date, Report, Severity, Status};

use super::builder::Builder;
use super::codebooks::Codebooks;
use super::columns::{Codes, Words, int32};
use super::schema::list_element;

pub(super) struct Reports {
    report_id: StringBuilder,
    source_uri: StringBuilder,
    duplicate_uris: ListBuilder<StringBuilder>,
    url: StringBuilder,
    source_format: Codes,
    encoding: Words,
    script: Codes,
    title: StringBuilder,
    publisher: StringBuilder,
    publisher_kind: Words,
    admin_level: Words,
    region_code: StringBuilder,
    province: StringBuilder,
    prefecture: StringBuilder,
    county: StringBuilder,
    published_on: Date32Builder,
    index_number: StringBuilder,
    edition: Int16Builder,
    char_count: Int32Builder,
    cells: [Int32Builder; Status::ALL.len()],
    errors: Int32Builder,
    warnings: Int32Builder,
}

impl Reports {
    pub(super) fn new(books: &Codebooks) -> Self {
        Self {
            report_id: StringBuilder::new(),
            source_uri: StringBuilder::new(),
            duplicate_uris: string_lists(),
            url: StringBuilder::new(),
            source_format: Codes::new(&books.formats),
            encoding: Words::default(),
            script: Codes::new(&books.scripts),
            title: StringBuilder::new(),
            publisher: StringBuilder::new(),
            publisher_kind: Words::default(),
            admin_level: Words::default(),
            region_code: StringBuilder::new(),
            province: StringBuilder::new(),
            prefecture: StringBuilder::new(),
            county: StringBuilder::new(),
            published_on: Date32Builder::new(),
            index_number: StringBuilder::new(),
            edition: Int16Builder::new(),
            char_count: Int32Builder::new(),
            cells: Default::default(),
            errors: Int32Builder::new(),
            warnings: Int32Builder::new(),
        }
    }

    pub(super) fn push(&mut self, report: &Report) {
        let (origin, metadata) = (&report.origin, &report.metadata);
        self.report_id.append_value(&origin.report_id);
        self.source_uri.append_value(&origin.source_uri);
        // None yet; the dataset adds what only the whole run tells.
        self.duplicate_uris.append(true);
        self.url.append_option(origin.url.as_deref());
        self.source_format.push(origin.format as u16);
        self.encoding.push(origin.encoding);
        self.script.push(origin.script as u16);
        self.title.append_option(metadata.title.as_deref());
        self.publisher.append_option(metadata.publisher.as_deref());
        self.publisher_kind.push_option(metadata.publisher_kind);
        self.admin_level.push_option(metadata.admin_level);
        self.region_code.append_option(metadata.region_code.as_deref());
        self.province.append_option(metadata.province.as_deref());
        self.prefecture.append_option(metadata.prefecture.as_deref());
        self.county.append_option(metadata.county.as_deref());
        self.published_on.append_option(metadata.published_on.map(days_since_epoch));
        self.index_number.append_option(metadata.index_number.as_deref());
        self.edition.append_option(report.edition);
        self.char_count.append_value(int32(report.char_count));
        let mut counts = [0i32; Status::ALL.len()];
        for cell in &report.cells {
            counts[cell.status as usize] += 1;
        }
        for (builder, count) in self.cells.iter_mut().zip(counts) {
            builder.append_value(count);
        }
        let severe = |severity: Severity| int32(report.findings.iter().filter(|f| f.severity == severity).count());
        self.errors.append_value(severe(Severity::Error));
        self.warnings.append_value(severe(Severity::Warning));
    }
}

impl Builder for Reports {
    fn rows(&self) -> usize {
        arrow_array::builder::ArrayBuilder::len(&self.char_count)
    }

    fn finish(&mut self) -> Result<Vec<ArrayRef>, ArrowError> {
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(self.report_id.finish()),
            Arc::new(self.source_uri.finish()),
            Arc::new(self.duplicate_uris.finish()),
            Arc::new(self.url.finish()),
            self.source_format.finish()?,
            self.encoding.finish()?,
            self.script.finish()?,
            Arc::new(self.title.finish()),
            Arc::new(self.publisher.finish()),
            self.publisher_kind.finish()?,
            self.admin_level.finish()?,
            Arc::new(self.region_code.finish()),
            Arc::new(self.province.finish()),
            Arc::new(self.prefecture.finish()),
            Arc::new(self.county.finish()),
            Arc::new(self.published_on.finish()),
            Arc::new(self.index_number.finish()),
            Arc::new(self.edition.finish()),
            Arc::new(self.char_count.finish()),
        ];
        for builder in &mut self.cells {
            columns.push(Arc::new(builder.finish()));
        }
        columns.push(Arc::new(self.errors.finish()));
        columns.push(Arc::new(self.warnings.finish()));
        Ok(columns)
    }
}

/// A builder of lists of strings, none of them NULL.
pub(crate) fn string_lists() -> ListBuilder<StringBuilder> {
    ListBuilder::new(StringBuilder::new()).with_field(list_element())
}

/// Days since 1970-01-01 in the Gregorian calendar (Howard Hinnant's `days_from_civil`).
fn days_since_epoch(date: Date) -> i32 {
    let (month, day) = (i32::from(date.month), i32::from(date.day));
    let year = i32::from(date.year) - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_counted_from_1970() {
        let days = |year, month, day| days_since_epoch(Date { year, month, day });
        assert_eq!(days(1970, 1, 1), 0);
        assert_eq!(days(1969, 12, 31), -1);
        assert_eq!(days(2000, 2, 29), 11_016);
        assert_eq!(days(2024, 1, 31), 19_753);
    }
}
