//! What changed since the round before: tables of all agencies, agencies that were reorganised, other channels.

use crate::http::Server;
use crate::support::{Place, on_both, plain, round_document, small_round};
use serde_json::{Value, json};

/// Agencies without a beginning, and the golden form.
fn agencies(place: &Place) {
    small_round(place, json!({"code": "other", "series": "other"}));
    let list = "code,name,name_en,valid_from\nA1,Sở A,Agency A,\nA2,Sở B,Agency B,\nA3,Sở C,Agency C,\n";
    place.run(&["import", "agencies", &place.file("a.csv", list)]);
}

/// A round of the series that lasts a year.
fn yearly(place: &Place, year: i32, agencies: &[&str], changes: Value) {
    let mut document = round_document(json!({
        "code": format!("y{year}"), "from": format!("{year}-01-01"), "to": format!("{year}-12-31"),
        "series": "years", "points": null, "agencies": agencies, "service_areas": ["dat-dai"],
        "title": {"vi": format!("Năm {year}"), "en": format!("Year {year}")},
    }));
    for (key, value) in changes.as_object().unwrap() {
        document[key] = value.clone();
    }
    place.run(&["import", "round", &place.file("y.json", document.to_string())]);
}

/// Answers of people by agency, channel and score.
fn import(place: &Place, year: i32, rows: &[(&str, &str, usize, u8)]) {
    let line = |(agency, channel, people, score): &(&str, &str, usize, u8)| {
        format!("{agency},dat-dai,{channel},{year}-01-01,{score},{score}\n").repeat(*people)
    };
    let rows: String = rows.iter().map(line).collect();
    let file = format!("agency,service_area,channel,answered_on,i1,i2\n{rows}");
    place.run(&["import", "responses", &place.file("r.csv", file), "--round", &format!("y{year}")]);
}

fn event(place: &Place, lines: &str) {
    let file = format!("kind,day,from,to,share,reference\n{lines}");
    place.run(&["import", "agency-events", &place.file("e.csv", file)]);
}

/// The section of a page, without markup, in one line.
fn section(page: &str, id: &str) -> String {
    let section = page.split(&format!("<section id=\"{id}\"")).nth(1).unwrap_or_default();
    plain(section.split("</section>").next().unwrap())
}

#[test]
fn an_agency_that_took_another_in_is_compared_with_both_pooled() {
    on_both(|place| {
        agencies(place);
        yearly(place, 2024, &["A1", "A2", "A3"], json!({}));
        event(place, "transfer,2025-01-01,A2,A1,100,NQ 1\n");
        yearly(place, 2025, &["A1", "A3"], json!({}));
        import(place, 2024, &[("A1", "paper", 500, 5), ("A2", "paper", 500, 3), ("A3", "paper", 500, 4)]);
        import(place, 2025, &[("A1", "paper", 500, 5), ("A1", "paper", 500, 3), ("A3", "paper", 500, 3)]);
        let server = Server::start(place);
        // Against itself alone it would have fallen from 100 to 75; both together had 75.
        let page = plain(&server.get("/results/y2025/agencies/A1?lang=en").body);
        for words in [
            "No statistically significant difference from Year 2024 : 0.0",
            "95 % interval if this were a random sample: −",
            "Since 1 January 2025 this agency consists of Agency A, Agency B",
            "75.00 %",
            "1,000 responses",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let drawing = server.get("/results/y2025/agencies/A1/charts/trend.svg?lang=en").body;
        assert!(drawing.contains("after a merger"), "{drawing}");
        let table = section(&server.get("/results/y2025?lang=en").body, "changes");
        for words in [
            "Changes since Year 2024",
            "Agencies that can be compared: 2",
            "0 rose, 1 fell",
            "Agency A Since 1 January 2025 consists of Agency A, Agency B: compared with all of them pooled 75.00 n = 1,000 75.00 n = 1,000 0.0",
            "Agency C 75.0 n = 500 50.0 n = 500 −25.0",
        ] {
            assert!(table.contains(words), "{words}: {table}");
        }
        assert!(
            table.find("Agency C").unwrap() < table.find("Agency A").unwrap(),
            "what fell stands first: {table}"
        );
    });
}

#[test]
fn an_agency_that_fell_silent_is_not_taken_for_a_change_of_the_whole() {
    on_both(|place| {
        agencies(place);
        let all = ["A1", "A2", "A3"];
        for year in [2019, 2020, 2021] {
            yearly(place, year, &all, json!({}));
        }
        let population = json!({"population": {"A1": 900, "A2": 50, "A3": 50}});
        for year in [2022, 2023] {
            yearly(place, year, &all, population.clone());
        }
        let people =
            |a1: usize, a2: usize| [("A1", "paper", a1, 5), ("A2", "paper", a2, 1), ("A3", "paper", 90, 5)];
        import(place, 2019, &people(90, 90));
        // Nobody answered about one of three agencies, which was the lowest; then few, of whom nothing is told.
        import(place, 2020, &people(90, 0));
        import(place, 2021, &people(90, 9));
        // One that is a twentieth of the population, whatever answered.
        import(place, 2022, &people(90, 90));
        import(place, 2023, &people(90, 9));
        let server = Server::start(place);
        let page = |year: i32| plain(&server.get(&format!("/results/y{year}?lang=en")).body);
        let words = "agencies that make up more than 5 % of the index have numbers in one of the two rounds only, such as Agency B";
        assert!(page(2020).contains(words), "{}", page(2020));
        assert!(!page(2021).contains(words), "{}", page(2021));
        assert!(!page(2023).contains(words), "{}", page(2023));
        let area = plain(&server.get("/results/y2020/service-areas/dat-dai?lang=en").body);
        assert!(area.contains(words), "{area}");
        // Of those that answered in both years each change is told, that of their number is none.
        let table = section(&server.get("/results/y2020?lang=en").body, "changes");
        assert!(table.contains("Agencies that can be compared: 2"), "{table}");
        assert!(
            server.get("/results/charts/trend-years.svg?lang=en").body.contains("agencies without numbers")
        );
    });
}

#[test]
fn a_predecessor_that_is_not_published_leaves_no_comparison() {
    let place = Place::sqlite();
    agencies(&place);
    yearly(&place, 2024, &["A1", "A2", "A3"], json!({}));
    event(&place, "transfer,2025-01-01,A2,A1,100,NQ 1\n");
    yearly(&place, 2025, &["A1", "A3"], json!({}));
    import(&place, 2024, &[("A1", "paper", 50, 5), ("A2", "paper", 3, 1), ("A3", "paper", 50, 4)]);
    import(&place, 2025, &[("A1", "paper", 60, 5), ("A3", "paper", 50, 3)]);
    let server = Server::start(&place);
    let table = section(&server.get("/results/y2025?lang=en").body, "changes");
    assert!(table.contains("Agency A : one of the two numbers is not published"), "{table}");
    let page = plain(&server.get("/results/y2025/agencies/A1?lang=en").body);
    assert!(page.contains("Not enough responses to compare it with Year 2024"), "{page}");
    assert!(page.contains(
        "consists of Agency A, Agency B: the number before is that of all of them pooled, not published"
    ));
}

#[test]
fn an_agency_that_was_divided_is_not_compared_and_its_page_says_why() {
    let place = Place::sqlite();
    agencies(&place);
    yearly(&place, 2024, &["A1", "A2", "A3"], json!({}));
    event(&place, "transfer,2025-01-01,A2,A1,40,NQ 1\n");
    yearly(&place, 2025, &["A1", "A2", "A3"], json!({}));
    for year in [2024, 2025] {
        import(&place, year, &[("A1", "paper", 50, 5), ("A2", "paper", 50, 1), ("A3", "paper", 50, 4)]);
    }
    let server = Server::start(&place);
    let page = |agency: &str| plain(&server.get(&format!("/results/y2025/agencies/{agency}?lang=en")).body);
    let receives = "since 1 January 2025 this agency has only a part of Agency B";
    let gives = "on 1 January 2025 part or all of this agency went to others";
    assert!(page("A1").contains(receives), "{}", page("A1"));
    assert!(page("A2").contains(gives), "{}", page("A2"));
    let table = section(&server.get("/results/y2025?lang=en").body, "changes");
    assert!(table.contains("Agencies that cannot be compared, and why: 2"), "{table}");
    assert!(table.contains(receives) && table.contains(gives), "{table}");
}

#[test]
fn a_change_of_one_among_many_needs_more_than_five_percent() {
    let place = Place::sqlite();
    agencies(&place);
    let all = ["A1", "A2", "A3"];
    for year in [2024, 2025] {
        yearly(&place, year, &all, json!({}));
    }
    let even = |agency: &'static str| [(agency, "paper", 100, 1), (agency, "paper", 100, 5)];
    import(&place, 2024, &all.map(even).concat());
    // 50.0 to 60.5 of 200: p is 0.035 alone and 0.105 among three.
    let risen = [("A1", "paper", 79, 1), ("A1", "paper", 121, 5)];
    import(&place, 2025, &[risen, even("A2"), even("A3")].concat());
    let server = Server::start(&place);
    let alone = plain(&server.get("/results/y2025/agencies/A1?lang=en").body);
    assert!(alone.contains("Up 10.5 percentage points on Year 2024"), "{alone}");
    let table = section(&server.get("/results/y2025?lang=en").body, "changes");
    assert!(table.contains("None of them changed significantly"), "{table}");
    let method = section(&server.get("/results/y2025?lang=en").body, "method");
    assert!(method.contains("corrected after Holm (1979) for all agencies"), "{method}");
}

#[test]
fn other_channels_stand_beside_the_change_that_they_may_explain() {
    on_both(|place| {
        agencies(place);
        for year in [2024, 2025, 2026] {
            yearly(place, year, &["A1", "A2"], json!({}));
        }
        import(place, 2024, &[("A1", "paper", 80, 4), ("A2", "qr", 20, 4)]);
        import(place, 2025, &[("A1", "paper", 60, 4), ("A2", "qr", 35, 4), ("A2", "telephone", 5, 4)]);
        import(place, 2026, &[("A1", "paper", 60, 4), ("A2", "qr", 36, 4), ("A2", "telephone", 4, 4)]);
        let server = Server::start(place);
        let table = section(&server.get("/results/y2025?lang=en").body, "changes");
        // Five by telephone are fewer than ten: they stand with the code.
        let expected = "paper 80 60 telephone, QR at the counter 20 40";
        assert!(table.contains(expected), "{table}");
        let agency = plain(&server.get("/results/y2025/agencies/A1?lang=en").body);
        assert!(agency.contains(expected) && agency.contains("may come from who was asked"), "{agency}");
        let same = section(&server.get("/results/y2026?lang=en").body, "changes");
        assert!(!same.contains("Channel") && same.contains("can be compared: 2"), "{same}");
    });
}

#[test]
fn of_a_round_that_is_open_no_channels_are_told_before_its_end() {
    let place = Place::sqlite();
    agencies(&place);
    yearly(&place, 2024, &["A1"], json!({}));
    let open = json!({"live": false, "to": "2099-12-31"});
    yearly(&place, 2025, &["A1"], open);
    import(&place, 2024, &[("A1", "paper", 80, 4), ("A1", "qr", 20, 4)]);
    import(&place, 2025, &[("A1", "paper", 20, 4), ("A1", "qr", 80, 4)]);
    let table = |server: &Server| section(&server.get("/results/y2025?lang=en").body, "changes");
    let server = Server::start(&place);
    assert!(table(&server).contains("Agencies that can be compared: 1"), "{}", table(&server));
    assert!(!table(&server).contains("Channel"));
    drop(server);
    place.sql("UPDATE round SET stage = 'closed' WHERE code = 'y2025'");
    assert!(table(&Server::start(&place)).contains("QR at the counter 20 80 paper 80 20"));
}
