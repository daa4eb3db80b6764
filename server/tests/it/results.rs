//! The pages that leaders read, and their charts as files.

use crate::http::Server;
use crate::support::{COMPLETE, Place, on_both, round_document, small_round};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Answers of `people` on items of the golden form, at an agency in the service area of land.
fn answers(agency: &str, people: usize, score: usize) -> String {
    format!("{agency},dat-dai,2026-01-01,{score},{score}\n").repeat(people)
}

fn import(place: &Place, round: &str, rows: &str) {
    let file = place.file("r.csv", format!("agency,service_area,answered_on,i1,i2\n{rows}"));
    place.run(&["import", "responses", &file, "--round", round]);
}

#[test]
fn what_an_address_names_and_is_not_there_gets_a_page_that_says_so() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    let server = Server::start(&place);
    for (path, words) in [
        ("/results/none", "Không có đợt khảo sát nào mang mã “none”"),
        ("/results/none?lang=en", "No round has the code “none”"),
        ("/results/none/agencies/A1", "Không có đợt khảo sát nào"),
        ("/results/r/agencies/A3", "Đợt này không có cơ quan mang mã “A3”"),
        ("/results/r/agencies/A3?lang=en", "href=\"/results/r?lang=en\""),
        ("/results/r/agencies/%FF", "Không có trang này"),
        ("/results/r/agencies/%3Cb%3E", "mã “&lt;b”"),
        ("/results/r/service-areas/x", "Đợt này không hỏi về lĩnh vực mang mã “x”"),
        ("/results?lang=fr", "href=\"/results?lang=en\""),
        ("/results/r?lang=fr", "href=\"/results/r?lang=en\""),
        ("/results/r/agencies/A1?lang=xx", "href=\"/results/r/agencies/A1\""),
        ("/?lang=fr", "href=\"/?lang=en\""),
        ("/results/r/charts/none.svg", "Không có biểu đồ này"),
        ("/results/r/charts/factors.gif", "Không có biểu đồ này"),
        ("/results/r/charts/factors.svg?lang=en", "too few have answered"),
        ("/results/charts/trend-golden.png", "Không có biểu đồ này"),
    ] {
        let reply = server.get(path);
        assert_eq!(reply.status, 404, "{path}");
        assert!(reply.body.contains(words), "{path}: {}", reply.body);
    }
}

#[test]
fn a_round_without_responses_has_no_data_and_no_number_that_is_none() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    let server = Server::start(&place);
    for path in ["/results", "/results/r", "/results/r/agencies/A1", "/results/r/service-areas/dat-dai"] {
        let body = server.get(path).body;
        assert!(body.contains("Chưa đủ phiếu trả lời để công bố"), "{path}");
        for number in ["NaN", "inf", "0,00", "<svg"] {
            assert!(!body.contains(number), "{path}: {number}");
        }
    }
}

#[test]
fn below_the_minimum_cell_no_page_chart_or_file_tells_a_number() {
    on_both(|place| {
        for live in [true, false] {
            let changes =
                json!({"code": format!("r{live}"), "live": live, "minimum_cell": 5, "points": null});
            if live {
                small_round(place, changes);
            } else {
                let file = place.file("r.json", round_document(changes).to_string());
                place.run(&["import", "round", &file]);
            }
            let code = format!("r{live}");
            // A1 is above the minimum, A2 below it: all its scores are 1 of 5, so an index of 0. Of A1 there is a lot to
            // spare, which the four are pooled with in the whole.
            let spare = answers("A1", 6, 5).replace("dat-dai", "ho-tich");
            import(place, &code, &(answers("A1", 20, 5) + &spare + &answers("A2", 4, 1)));
        }
        let server = Server::start(place);
        for code in ["rtrue", "rfalse"] {
            let page = server.get(&format!("/results/{code}/agencies/A2")).body;
            assert!(page.contains("Chưa đủ phiếu trả lời để công bố") && !page.contains("<svg"), "{code}");
            let own = page.split("<main>").nth(1).unwrap().split("class=\"highlights\"").next().unwrap();
            assert!(!own.contains("0,00") && !own.contains('%'), "{code}: {own}");
            for path in ["charts/factors.svg", "charts/service-areas.png", "charts/items-f1.svg"] {
                assert_eq!(server.get(&format!("/results/{code}/agencies/A2/{path}")).status, 404, "{path}");
            }
            let round = server.get(&format!("/results/{code}")).body;
            // It is named once, in the sentence on what is not published.
            let sentence =
                round.split("class=\"withheld soft\">").find(|part| part.contains("agencies/A2\""));
            let sentence = sentence.unwrap().split("</p>").next().unwrap();
            assert!(
                sentence.contains("Không công bố số liệu của 1 cơ quan") && !sentence.contains("<b>"),
                "{code}: {sentence}"
            );
            assert_eq!(round.matches("agencies/A2\"").count(), 1, "{code}");
            // The first agency is shown, so the pages are not empty for another reason.
            let first = server.get(&format!("/results/{code}/agencies/A1")).body;
            let counted = if code == "rtrue" { "20 phiếu trả lời" } else { "26 phiếu trả lời" };
            assert!(first.contains("<svg") && first.contains(counted), "{code}");
        }
    });
}

#[test]
fn the_tag_of_a_page_that_waits_tells_no_arrivals() {
    on_both(|place| {
        small_round(place, json!({"live": false, "minimum_cell": 3}));
        let server = Server::start(place);
        let answer = || assert_eq!(server.post("/s/p/answers", COMPLETE, &[]).status, 303);
        let tag = |path: &str| server.get(path).header("etag").to_owned();
        (0..3).for_each(|_| answer());
        for path in ["/results", "/results/r", "/results/r/agencies/A1"] {
            let shown = tag(path);
            answer();
            assert_eq!(tag(path), shown, "{path}: whoever asks again learns that somebody has answered");
            let again = server.get_with(path, &[("if-none-match", &shown)]);
            assert_eq!((again.status, again.header("cache-control")), (304, "private, no-cache"));
        }
    });
}

#[test]
fn a_database_from_before_changes_were_counted_shows_its_rounds() {
    on_both(|place| {
        small_round(place, json!({}));
        place.sql("DELETE FROM setting WHERE key = 'plan_version'");
        let server = Server::start(place);
        assert_eq!(server.get("/results/r").status, 200);
        assert_eq!(server.get("/api/v1/rounds").json().as_array().unwrap().len(), 1);
    });
}

#[test]
fn a_chart_says_how_many_it_rests_on_and_names_agencies_as_they_are_called() {
    let place = Place::sqlite();
    small_round(&place, json!({"points": null}));
    place.run(&["import", "agencies", &place.file("a.csv", "code,name\nA1,UBND (cũ)\n")]);
    import(&place, "r", &(answers("A1", 20, 4) + &answers("A2", 30, 3)));
    let server = Server::start(&place);
    let ranking = server.get("/results/r/charts/ranking-so.svg").body;
    assert!(ranking.contains("UBND (cũ)") && ranking.contains("50 phiếu trả lời"), "{ranking}");
    for chart in ["factors", "service-areas", "items-f1"] {
        let chart = server.get(&format!("/results/r/agencies/A1/charts/{chart}.svg")).body;
        assert!(chart.contains("20 phiếu trả lời") && !chart.contains("50 phiếu"), "{chart}");
    }
}

#[test]
fn what_makes_a_number_less_certain_stands_on_its_page_and_in_its_charts() {
    let place = Place::sqlite();
    // Of ten people of A1 twenty answered, of A2 nobody.
    small_round(&place, json!({"points": null, "population": {"A1": 10, "A2": 50}}));
    import(&place, "r", &answers("A1", 20, 4));
    let server = Server::start(&place);
    let over = "strata with more responses than the declared population, where one of the two is wrong: 1";
    let silent = "strata in which no response is counted (none came, or too few), outside this number: 1";
    for path in ["/results/r?lang=en", "/results/r/agencies/A1?lang=en"] {
        let page = server.get(path).body;
        assert!(page.contains(over) && page.contains(silent), "{path}");
    }
    for chart in ["charts/ranking-so", "agencies/A1/charts/factors", "agencies/A1/charts/items-f1"] {
        let drawing = server.get(&format!("/results/r/{chart}.svg?lang=en")).body;
        // Lines of a drawing are broken where they are full.
        let words = drawing.split('<').filter_map(|tag| tag.split_once('>')).map(|(_, words)| words);
        let words = words.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
        assert!(words.contains(over) && words.contains(silent), "{chart}: {words}");
    }
}

#[test]
fn a_ranking_rests_on_those_of_its_own_block() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    place.run(&["import", "agencies", &place.file("a.csv", "code,name,block\nA1,A,so\nA2,B,xa\n")]);
    let other = round_document(json!({"code": "other", "points": null, "form": "golden"}));
    place.run(&["import", "round", &place.file("other.json", other.to_string())]);
    import(&place, "other", &(answers("A1", 20, 4) + &answers("A2", 30, 3)));
    let server = Server::start(&place);
    for (block, n) in [("so", 20), ("xa", 30)] {
        let ranking = server.get(&format!("/results/other/charts/ranking-{block}.svg")).body;
        assert!(ranking.contains(&format!("{n} phiếu trả lời")), "{ranking}");
        assert!(!ranking.contains("50 phiếu"), "{ranking}");
    }
}

#[test]
fn numbers_of_an_agency_wait_like_those_of_the_round() {
    on_both(|place| {
        small_round(place, json!({"live": false, "minimum_cell": 3}));
        let server = Server::start(place);
        let answer = || assert_eq!(server.post("/s/p/answers", COMPLETE, &[]).status, 303);
        (0..3).for_each(|_| answer());
        let n = || {
            let body = server.get("/results/r/agencies/A1").body;
            body.split(" phiếu trả lời").next().unwrap().rsplit('>').next().unwrap().to_owned()
        };
        assert_eq!(n(), "3");
        (0..3).for_each(|_| answer());
        assert_eq!(n(), "3", "at most once a day");
    });
}

#[test]
fn a_definition_that_does_not_fit_is_told_and_takes_no_other_round_with_it() {
    on_both(|place| {
        small_round(place, json!({}));
        let index = json!({"scoring": "mean_range", "aggregation": "pooled"});
        let other =
            round_document(json!({"code": "other", "points": null, "form": "golden", "index": index}));
        place.run(&["import", "round", &place.file("x.json", other.to_string())]);
        import(place, "other", &answers("A1", 20, 4));
        place.sql("UPDATE index_definition SET document = REPLACE(document, '\"items\"', '\"weights\"')");
        let server = Server::start(place);
        let reply = server.get("/results/r?lang=en");
        assert_eq!(reply.status, 500);
        assert!(reply.body.contains("The round r cannot be shown"), "{}", reply.body);
        let list = server.get("/results");
        assert_eq!(list.status, 200);
        assert!(list.body.contains("Đợt r chưa xem được") && list.body.contains("20 phiếu trả lời"));
        assert_eq!(server.get("/results/other").status, 200);
        let problem = server.get("/api/v1/rounds/r/index");
        assert_eq!(problem.status, 500);
        assert!(problem.body.contains("index.weights"), "{}", problem.body);
        assert_eq!(server.get("/api/v1/rounds").json().as_array().unwrap().len(), 1);
    });
}

/// Agencies without a beginning, and the golden form, for rounds of any year.
fn years(place: &Place) {
    small_round(place, json!({}));
    place.run(&["import", "agencies", &place.file("a.csv", "code,name,valid_from\nA1,Sở A,\nA2,Sở B,\n")]);
}

/// A round of the golden form that ends in a year.
fn yearly(place: &Place, year: i32, changes: Value) {
    let mut document = round_document(json!({
        "code": format!("y{year}"), "from": format!("{year}-01-01"), "to": format!("{year}-12-31"),
        "series": "years", "points": null, "title": {"vi": format!("Năm {year}"), "en": format!("Year {year}")},
    }));
    for (key, value) in changes.as_object().unwrap() {
        document[key] = value.clone();
    }
    place.run(&["import", "round", &place.file("y.json", document.to_string())]);
}

fn import_year(place: &Place, year: i32, scores: &[(usize, usize)]) {
    let rows: String = scores
        .iter()
        .map(|(n, score)| answers("A1", *n, *score).replace("2026", &year.to_string()))
        .collect();
    import(place, &format!("y{year}"), &rows);
}

#[test]
fn a_series_breaks_where_the_method_differs_and_compares_only_what_is_comparable() {
    on_both(|place| {
        years(place);
        yearly(place, 2023, json!({"index": {"scoring": "mean_max", "aggregation": "pooled"}}));
        yearly(place, 2024, json!({}));
        yearly(place, 2025, json!({}));
        import_year(place, 2023, &[(20, 3)]);
        import_year(place, 2024, &[(100, 3), (100, 4)]);
        import_year(place, 2025, &[(100, 4), (100, 5)]);
        let server = Server::start(place);
        let list = server.get("/results?lang=en").body;
        assert!(list.contains("not comparable"), "{list}");
        assert!(list.contains("Up ") && list.contains("percentage points on"), "{list}");
        let chart = server.get("/results/charts/trend-years.svg?lang=en");
        assert_eq!((chart.status, chart.header("content-type")), (200, "image/svg+xml"));
        assert!(chart.body.contains("other index definition"), "{}", chart.body);
        let newest = server.get("/results/y2025?lang=en").body;
        // Scores go from {3, 4} to {4, 5} of 1 to 5: a quarter of the range.
        assert!(newest.contains("Up 25.0 percentage points on"), "{newest}");
        let changed = server.get("/results/y2024").body;
        assert!(changed.contains("Không so sánh được với") && changed.contains("Năm 2023"), "{changed}");
        let agency = server.get("/results/y2025/agencies/A1?lang=en").body;
        assert!(agency.contains("Over the rounds") && agency.contains("/results/y2024/agencies/A1"));
    });
}

#[test]
fn rounds_of_other_agencies_areas_or_channels_are_not_compared() {
    on_both(|place| {
        years(place);
        yearly(place, 2023, json!({"agencies": ["A1"]}));
        yearly(place, 2024, json!({}));
        yearly(place, 2025, json!({"service_areas": ["dat-dai"]}));
        yearly(place, 2026, json!({"service_areas": ["dat-dai"]}));
        for year in 2023..=2025 {
            import_year(place, year, &[(20, 4)]);
        }
        let telephone = answers("A1", 20, 4).replace("dat-dai,", "dat-dai,telephone,");
        let file = format!("agency,service_area,channel,answered_on,i1,i2\n{telephone}");
        place.run(&["import", "responses", &place.file("t.csv", file), "--round", "y2026"]);
        let server = Server::start(place);
        // One agency stands still and another joins; an area is asked about no more; people are asked on the telephone.
        for (year, words) in [
            (2024, "other agencies took part"),
            (2025, "other service areas were asked about"),
            (2026, "the two rounds have no channel in common"),
        ] {
            let page = server.get(&format!("/results/y{year}?lang=en")).body;
            assert!(page.contains(words), "{year}: {page}");
        }
        // The agency that took part in both years is compared with itself.
        let agency = server.get("/results/y2024/agencies/A1?lang=en").body;
        assert!(agency.contains("No statistically significant difference from"), "{agency}");
    });
}

#[test]
fn numbers_of_which_one_lacks_items_of_the_other_are_not_compared() {
    on_both(|place| {
        years(place);
        for year in 2024..=2026 {
            yearly(place, year, json!({}));
        }
        // In 2025 nine people have answered the second item, which is always low.
        for (year, with, without) in [(2024, 30, 0), (2025, 9, 21), (2026, 9, 21)] {
            let row = |second: &str| format!("A1,dat-dai,{year}-01-01,4,{second}\n");
            import(place, &format!("y{year}"), &(row("1").repeat(with) + &row("").repeat(without)));
        }
        let server = Server::start(place);
        let words = "too few answered some items in one of the two rounds";
        for path in ["", "/agencies/A1"] {
            let page = |year: i32| server.get(&format!("/results/y{year}{path}?lang=en")).body;
            assert!(page(2025).contains(words), "{path}");
            assert!(page(2026).contains("No statistically significant difference from"), "{path}");
        }
    });
}

#[test]
fn no_significant_difference_is_an_answer() {
    let place = Place::sqlite();
    years(&place);
    for year in [2024, 2025] {
        yearly(&place, year, json!({}));
    }
    import_year(&place, 2024, &[(10, 1), (10, 5)]);
    import_year(&place, 2025, &[(9, 1), (11, 5)]);
    // Half of the people of 2025 again, drawn at random this time: another sample is another number.
    yearly(&place, 2026, json!({"sample": "drawn"}));
    import_year(&place, 2026, &[(9, 1), (11, 5)]);
    let server = Server::start(&place);
    let page = server.get("/results/y2025?lang=en").body;
    assert!(page.contains("No statistically significant difference from"), "{page}");
    assert!(server.get("/results/y2026?lang=en").body.contains("Cannot be compared with"));
}

#[test]
fn a_page_is_sent_again_only_when_something_behind_it_changed() {
    on_both(|place| {
        small_round(place, json!({"series": "years"}));
        yearly(place, 2027, json!({}));
        import(place, "r", &answers("A1", 20, 4));
        let server = Server::start(place);
        let tag = |path: &str| server.get(path).header("etag").to_owned();
        for path in ["/results", "/results/r", "/results/r/agencies/A1", "/results/r/charts/factors.svg"] {
            let first = tag(path);
            let again = server.get_with(path, &[("if-none-match", &first)]);
            assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
            assert_ne!(first, tag(&format!("{path}?lang=en")), "{path}");
        }
        let (round, next) = (tag("/results/r"), tag("/results/y2027/agencies/A1"));
        import(place, "r", &(answers("A1", 20, 3) + &answers("A2", 20, 3)));
        assert_ne!(tag("/results/r"), round);
        assert_ne!(
            tag("/results/y2027/agencies/A1"),
            next,
            "the next round of the series shows this one in its trend"
        );
        let before = tag("/results/r");
        place.run(&["import", "agencies", &place.file("a.csv", "code,name\nA1,Tên mới\n")]);
        assert_ne!(tag("/results/r"), before);
        assert!(server.get("/results/r").body.contains("Tên mới"));
    });
}

#[test]
fn a_page_held_from_before_a_restart_is_not_sent_again() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    import(&place, "r", &answers("A1", 20, 4));
    let paths = ["/results", "/results/r", "/results/r/agencies/A1", "/results/r/charts/factors.svg"];
    let server = Server::start(&place);
    let held = paths.map(|path| server.get(path).header("etag").to_owned());
    drop(server);
    let server = Server::start(&place);
    for (path, held) in paths.iter().zip(&held) {
        assert_eq!(server.get_with(path, &[("if-none-match", held)]).status, 304, "{path}");
    }
}

#[test]
fn charts_leave_the_browser_as_svg_with_a_font_and_as_png() {
    let place = Place::sqlite();
    small_round(&place, json!({"points": null}));
    import(&place, "r", &(answers("A1", 20, 4) + &answers("A2", 30, 3)));
    let server = Server::start(&place);
    let page = server.get("/results/r").body;
    let charts: Vec<&str> = page.split("href=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
    let svgs: Vec<&&str> = charts.iter().filter(|href| href.ends_with(".svg")).collect();
    assert!(svgs.len() >= 5, "{svgs:?}");
    for href in &svgs {
        let reply = server.get(href);
        assert_eq!((reply.status, reply.header("content-type")), (200, "image/svg+xml"), "{href}");
        assert!(
            reply.header("content-security-policy").starts_with("default-src 'none'; style-src 'sha256-")
        );
        assert!(reply.body.contains("@font-face") && !reply.body.contains(" style="), "{href}");
        assert!(!reply.body.contains("var(--"), "{href}: a colour of the page in a file of its own");
        let png = server.bytes(&href.replace(".svg", ".png"));
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n", "{href}");
        let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        assert!(side(16) >= 1_000 && side(20) >= 300, "{href}: {} × {}", side(16), side(20));
    }
    // Inline, the page's own colours are used and nothing runs or is styled by attribute.
    assert!(page.contains("var(--ink)") && !page.contains(" style=") && !page.contains("<script"));
}

#[test]
fn a_successor_names_its_predecessors_with_their_numbers() {
    let place = Place::sqlite();
    place.run(&["demo", "--responses", "6000"]);
    let year = &place.run(&["rounds", "--format", "json"]);
    let rounds: Vec<Value> = serde_json::from_str(year).unwrap();
    let current = rounds[0]["code"].as_str().unwrap();
    let server = Server::start(&place);
    let page = server.get(&format!("/results/{current}/agencies/P-HOAGIANG")).body;
    let lineage = page.split("id=\"lineage\"").nth(1).unwrap();
    for words in ["1/7/2025", "Xã Tân Giang", "(65\u{a0}%)", "/results/sipas-2024-demo/agencies/X-TANGIANG"]
    {
        assert!(lineage.contains(words), "{words}: {lineage}");
    }
    let ended = server.get("/results/sipas-2024-demo/agencies/SKHDT").body;
    assert!(ended.contains("1/3/2025") && ended.contains("/agencies/STC"), "{ended}");
    assert_eq!(server.get("/results/sipas-2024-demo/agencies/P-BENSON").status, 404);
    // Every page of every round is there, in both languages; four are asked for at a time.
    let mut pages = Vec::new();
    for round in &rounds {
        let code = round["code"].as_str().unwrap();
        let body = server.get(&format!("/results/{code}")).body;
        let links = body.split("href=\"").skip(1).filter_map(|part| part.split('"').next());
        let links = links.filter(|href| href.contains("/agencies/") || href.contains("/service-areas/"));
        let links: Vec<String> = links.map(str::to_owned).collect();
        assert!(links.len() > 20, "{code}");
        pages.extend(links);
    }
    let distinct: BTreeSet<&String> = pages.iter().collect();
    let pages: Vec<String> =
        distinct.into_iter().flat_map(|href| [href.clone(), format!("{href}?lang=en")]).collect();
    std::thread::scope(|scope| {
        for some in pages.chunks(pages.len().div_ceil(4)) {
            let server = &server;
            scope.spawn(move || {
                for page in some {
                    assert_eq!(server.get(page).status, 200, "{page}");
                }
            });
        }
    });
}
