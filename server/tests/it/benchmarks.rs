//! Classes and targets: declared with the index, told beside its numbers.

use crate::http::Server;
use crate::support::{Place, on_both, plain, round_document, small_round};
use serde_json::{Value, json};

fn declared() -> Value {
    json!({
        "scoring": "mean_range", "aggregation": "items",
        "benchmarks": {
            "bands": [
                {"from": 90, "title": {"vi": "Xuất sắc", "en": "Excellent"}},
                {"from": 70, "title": {"vi": "Khá", "en": "Fair"}},
            ],
            "targets": [
                {"percent": 50, "title": {"vi": "Kế hoạch A", "en": "Plan A"}},
                {"percent": 75, "title": {"vi": "Kế hoạch B", "en": "Plan B"}},
                {"percent": 95, "title": {"vi": "Kế hoạch C", "en": "Plan C"}},
            ],
            "minimum_n": 50,
        },
    })
}

/// Answers on two items of the golden form, from 1 to 5.
fn import(place: &Place, rows: &[(&str, usize, u8)]) {
    let line = |(agency, people, score): &(&str, usize, u8)| {
        format!("{agency},dat-dai,2026-01-01,{score},{score}\n").repeat(*people)
    };
    let rows: String = rows.iter().map(line).collect();
    let file = place.file("r.csv", format!("agency,service_area,answered_on,i1,i2\n{rows}"));
    place.run(&["import", "responses", &file, "--round", "r"]);
}

#[test]
fn a_number_wears_its_class_and_its_distance_to_the_targets() {
    on_both(|place| {
        small_round(place, json!({"index": declared()}));
        // 75 of 100 on 240 people, and 40 people of whom all were content: too few for a class.
        import(place, &[("A1", 120, 3), ("A1", 120, 5), ("A2", 40, 5)]);
        let server = Server::start(place);
        let agency = plain(&server.get("/results/r/agencies/A1?lang=en").body);
        for words in [
            "Rated “Fair”.",
            "Meets the target “Plan A” (50 %), 25.0 percentage points above it.",
            "Above the target “Plan B” (75 %) by 0.0 percentage points, but within the margin of error: not certain to meet it.",
            "Misses the target “Plan C” (95 %) by 20.0 percentage points.",
            "Ratings: “Excellent” from 90 %; “Fair” from 70 %. Numbers are rounded first and then rated.",
        ] {
            assert!(agency.contains(words), "{words}: {agency}");
        }
        let few = plain(&server.get("/results/r/agencies/A2").body);
        assert!(few.contains("Chưa xếp loại vì có ít hơn 50 phiếu."), "{few}");
        let round = server.get("/results/r?lang=en").body;
        let ranking =
            plain(round.split("<section id=\"agencies\"").nth(1).unwrap().split("</table>").next().unwrap());
        assert!(ranking.contains("1/1"), "who has no class has no rank: {ranking}");
        assert!(ranking.contains("Department of Finance Rated “Fair” 75.0"), "{ranking}");
    });
}

#[test]
fn what_a_number_is_held_against_breaks_no_series() {
    let place = Place::sqlite();
    small_round(
        &place,
        json!({"code": "before", "series": "s", "from": "2025-07-01", "to": "2025-12-31", "points": null}),
    );
    let file = place.file(
        "b.csv",
        "agency,service_area,answered_on,i1,i2\n".to_owned() + &"A1,dat-dai,2025-08-01,4,4\n".repeat(20),
    );
    place.run(&["import", "responses", &file, "--round", "before"]);
    let later = round_document(json!({"series": "s", "from": "2026-01-01", "index": declared()}));
    place.run(&["import", "round", &place.file("r.json", later.to_string())]);
    import(&place, &[("A1", 20, 4)]);
    let page = plain(&Server::start(&place).get("/results/r?lang=en").body);
    assert!(page.contains("No statistically significant difference from"), "{page}");
}

#[test]
fn classes_that_contradict_themselves_are_refused_with_the_place() {
    let place = Place::sqlite();
    small_round(&place, json!({}));
    let band = |from: f64| json!({"from": from, "title": {"vi": "Loại"}});
    for (benchmarks, words) in [
        (json!({"bands": [band(50.0), band(80.0)]}), "80 does not lie below the one before"),
        (json!({"bands": [band(101.0)]}), "101 is not a percentage"),
        (json!({"targets": [{"percent": 90, "title": {"vi": ""}}]}), "each needs a title"),
        (json!({"band": []}), "unknown field `band`"),
    ] {
        let index = json!({"scoring": "mean_range", "aggregation": "items", "benchmarks": benchmarks});
        let document = round_document(json!({"code": "x", "index": index}));
        let refused = place.refused(&["import", "round", &place.file("x.json", document.to_string())]);
        assert!(refused.contains(words), "{refused}");
    }
}
