# Sample surveys and the estimates that R's `survey` package gives for them.
# Run in this folder: Rscript make.R
#
# The responses are drawn from a fixed seed, written, read back, and estimated from what was read, so every number in
# expected.json follows from the files beside it. Each standard error is survey's own (totals of the designed sample, then the delta
# method); it is compared with svyratio, svymean and the formula the server implements, and the script stops where they differ.

if (!isTRUE(l10n_info()[["UTF-8"]])) invisible(Sys.setlocale("LC_ALL", "C.UTF-8"))
suppressPackageStartupMessages(library(survey))
library(jsonlite)

options(survey.lonely.psu = "adjust", survey.adjust.domain.lonely = FALSE)
set.seed(20260101, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
Z <- 1.959964

# ---- writing ---------------------------------------------------------------------------------------------------------------------

write_text <- function(lines, file) {
  out <- file(file, open = "wb")
  on.exit(close(out))
  writeLines(enc2utf8(lines), out, sep = "\n", useBytes = TRUE)
}
write_json_file <- function(value, file) {
  json <- toJSON(value, auto_unbox = TRUE, pretty = 2, digits = NA)
  write_text(gsub("\\[\\s+\\]", "[]", json, perl = TRUE), file)
}
text <- function(vi, en) list(vi = vi, en = en)

# ---- questionnaire ---------------------------------------------------------------------------------------------------------------

label <- function(value, score, vi, en) {
  if (is.na(score)) list(value = value, no_opinion = TRUE, text = text(vi, en))
  else list(value = value, score = score, text = text(vi, en))
}
scales <- list(
  list(code = "s5", title = text("Mức độ hài lòng (5 mức)", "Level of satisfaction (5 levels)"), labels = list(
    label(1, 1, "Rất không hài lòng", "Very dissatisfied"),
    label(2, 2, "Không hài lòng", "Dissatisfied"),
    label(3, 3, "Bình thường", "Neutral"),
    label(4, 4, "Hài lòng", "Satisfied"),
    label(5, 5, "Rất hài lòng", "Very satisfied"))),
  # Printed from best to worst: `value` falls as `score` rises, and the last label counts for nothing.
  list(code = "s4", title = text("Mức độ phù hợp (4 mức)", "Level of suitability (4 levels)"), labels = list(
    label(1, 4, "Rất phù hợp", "Very suitable"),
    label(2, 3, "Phù hợp", "Suitable"),
    label(3, 2, "Ít phù hợp", "Hardly suitable"),
    label(4, 1, "Không phù hợp", "Not suitable"),
    label(9, NA, "Không có ý kiến", "No opinion")))
)
item <- function(code, scale, vi, en) list(code = code, text = text(vi, en), scale = scale)
contents <- list(
  list(code = "c1", title = text("Cung ứng dịch vụ", "Delivery of services"), factors = list(
    list(code = "f1", title = text("Tiếp cận dịch vụ", "Access to services"), items = list(
      item("i1", "s5", "Thông tin về thủ tục dễ tìm, dễ hiểu", "Information on procedures is easy to find and to understand"),
      item("i2", "s5", "Nơi ngồi chờ sạch sẽ, đủ chỗ", "The waiting area is clean and large enough"),
      item("i3", "s5", "Thời gian chờ đến lượt ngắn", "The wait for one's turn is short"))),
    list(code = "f2", title = text("Thủ tục hành chính", "Administrative procedures"), items = list(
      item("i4", "s4", "Thành phần hồ sơ phải nộp", "The documents to be handed in"),
      item("i5", "s4", "Mức phí, lệ phí phải nộp", "The fees to be paid"))))),
  list(code = "c2", title = text("Công chức và kết quả", "Officials and results"), factors = list(
    list(code = "f3", title = text("Sự phục vụ của công chức", "The service of officials"), items = list(
      item("i6", "s5", "Công chức hướng dẫn tận tình, dễ hiểu", "Officials guide people carefully and clearly"),
      item("i7", "s5", "Kết quả trả đúng hẹn, chính xác", "The result is given on time and is correct")))))
)
matrix_question <- function(code, scale, items, vi, en)
  list(code = code, kind = "matrix", role = "satisfaction", required = TRUE, scale = scale, text = text(vi, en), items = as.list(items))
form <- list(
  code = "golden",
  title = text("Phiếu mẫu để kiểm tra cách tính chỉ số", "Sample form for checking the index calculation"),
  languages = list("vi"), translated = list("en"), verified = FALSE, sections = list(), scales = scales, contents = contents,
  questions = list(
    matrix_question("sat1", "s5", c("i1", "i2", "i3", "i6", "i7"),
      "Ông/Bà hài lòng như thế nào về các nội dung sau?", "How satisfied are you with the following?"),
    matrix_question("sat2", "s4", c("i4", "i5"),
      "Ông/Bà thấy các nội dung sau phù hợp đến mức nào?", "How suitable do you find the following?"))
)
write_json_file(form, "form.json")

codes <- function(parts) vapply(parts, function(part) part$code, "")
content_factors <- setNames(lapply(contents, function(c) codes(c$factors)), codes(contents))
all_factors <- unlist(lapply(contents, function(c) c$factors), recursive = FALSE)
factor_items <- setNames(lapply(all_factors, function(f) codes(f$items)), codes(all_factors))
item_scale <- unlist(lapply(all_factors, function(f) setNames(vapply(f$items, function(i) i$scale, ""), codes(f$items))))
ITEMS <- names(item_scale)
FACTORS <- names(factor_items)

# ---- agencies and service areas --------------------------------------------------------------------------------------------------

agencies <- data.frame(
  code = paste0("A", 1:6),
  name = c("Sở Tài chính", "Sở Xây dựng", "Sở Tư pháp", "UBND xã Hòa Bình", "UBND xã Tân Lập", "UBND phường Đông Sơn"),
  name_en = c("Department of Finance", "Department of Construction", "Department of Justice",
    "People's Committee of Hòa Bình commune", "People's Committee of Tân Lập commune", "People's Committee of Đông Sơn ward"),
  block = rep(c("so", "xa"), each = 3), level = rep(c("province", "commune"), each = 3), parent = "", valid_from = "2025-07-01",
  valid_to = "")
areas <- data.frame(code = c("dat-dai", "ho-tich", "xay-dung"), name = c("Đất đai", "Hộ tịch", "Xây dựng"),
  name_en = c("Land", "Civil status", "Construction"))
csv_lines <- function(table) c(paste(names(table), collapse = ","), do.call(paste, c(unname(as.list(table)), sep = ",")))
write_text(csv_lines(agencies), "agencies.csv")
write_text(csv_lines(areas), "service-areas.csv")

# ---- responses -------------------------------------------------------------------------------------------------------------------

# Five or four ordered levels cut from one latent mood per respondent, so that items of one person go together, as they do on paper.
draw <- function(agency, area, gap = 0.15) {
  n <- length(agency)
  mood <- rnorm(n, mean = c(A1 = 0.5, A2 = 0.1, A3 = 0.9, A4 = -0.3, A5 = 0.3, A6 = 0.7)[agency]) +
    c("dat-dai" = -0.4, "ho-tich" = 0.3, "xay-dung" = 0)[area]
  ease <- c(i1 = 0.6, i2 = 0.2, i3 = -0.5, i4 = 0.3, i5 = -0.1, i6 = 0.8, i7 = 0.4)
  answers <- sapply(ITEMS, function(i) {
    latent <- mood + ease[[i]] + rnorm(n)
    if (item_scale[[i]] == "s5") findInterval(latent, c(-1.6, -0.7, 0.2, 1.4)) + 1L
    else {
      value <- 4L - findInterval(latent, c(-1, 0, 1.1))
      ifelse(runif(n) < 0.08, 9L, value)
    }
  })
  answers <- matrix(answers, nrow = n, dimnames = list(NULL, ITEMS))
  answers[matrix(runif(n * length(ITEMS)) < gap, nrow = n)] <- NA
  data.frame(agency = unname(agency), service_area = unname(area), channel = "paper", language = "vi",
    answered_on = format(as.Date("2025-01-01") + sample(0:364, n, replace = TRUE)), weight = "", answers)
}
anywhere <- function(agency, n) draw(rep(agency, n), sample(areas$code, n, replace = TRUE))
satisfied_always <- function(x) ifelse(is.na(x), NA, ifelse(x >= 4, x, 4L))
satisfied_never <- function(x) ifelse(is.na(x), NA, ifelse(x <= 3, x, 3L))

# A form on which nothing is answered is no response; who answered nothing that counts has said "no opinion" once.
write_responses <- function(data, design) {
  data <- data[sample(nrow(data)), ]
  data$i4[rowSums(!is.na(data[ITEMS])) == 0] <- 9L
  for (i in ITEMS) data[[i]] <- ifelse(is.na(data[[i]]), "", as.character(data[[i]]))
  write_text(csv_lines(data), paste0(design, ".csv"))
}

# srs: no population, all weights 1. A6 has no response; two agency x area combinations are empty; A5 gives no counted answer to f2; a
# few answer nothing that counts, one only "no opinion"; i7 satisfies everybody and i3 nobody.
places <- expand.grid(agency = paste0("A", 1:5), area = areas$code, stringsAsFactors = FALSE)
places <- places[!(places$agency == "A2" & places$area == "xay-dung") & !(places$agency == "A4" & places$area == "dat-dai"), ]
places <- places[sample(nrow(places), 150, replace = TRUE), ]
srs <- draw(places$agency, places$area)
srs$i7 <- satisfied_always(srs$i7)
srs$i3 <- satisfied_never(srs$i3)
a5 <- srs$agency == "A5"
srs[a5, c("i4", "i5")][srs[a5, c("i4", "i5")] != 9L] <- NA
srs[a5, "i4"][1:3] <- 9L
srs[which(!a5)[1:6], ITEMS] <- NA
srs[which(!a5)[7], ITEMS] <- c(NA, NA, NA, 9L, 9L, NA, NA)
write_responses(srs, "srs")

# weighted: no population, one weight a response. A3's two responses answer nothing that counts; A6 gives no answer to i2; i3 satisfies nobody.
weighted <- do.call(rbind, Map(anywhere, paste0("A", 1:6), c(40, 25, 2, 30, 18, 25)))
weighted$weight <- sprintf("%.3f", round(runif(nrow(weighted), 0.2, 5), 3))
weighted$i3 <- satisfied_never(weighted$i3)
weighted$i2[weighted$agency == "A6"] <- NA
weighted[weighted$agency == "A3", ITEMS] <- NA
weighted[which(weighted$agency == "A1")[1:3], ITEMS] <- NA
write_responses(weighted, "weighted")

# strata: agencies are strata. All of A3 answered (one of them nothing that counts), A4 has a single response with gaps, A6 has none; i7
# satisfies everybody.
strata_population <- list(A1 = 1234, A2 = 900, A3 = 5, A4 = 57, A5 = 400, A6 = 300)
strata <- do.call(rbind, Map(anywhere, paste0("A", 1:5), c(58, 37, 5, 1, 24)))
strata$i7 <- satisfied_always(strata$i7)
strata[strata$agency == "A4", ITEMS] <- c(5L, 2L, 4L, NA, NA, 3L, NA)
strata[which(strata$agency == "A3")[2], ITEMS] <- NA
strata[which(strata$agency == "A1")[1:3], ITEMS] <- NA
write_responses(strata, "strata")

# cells: A1 is one stratum, elsewhere agency x service area. A3/dat-dai answered in full, A4/ho-tich and A6/xay-dung have one response
# each (of 150 and of 1), A5/xay-dung has none; A6 gives no answer to i5.
cells_population <- list(
  A1 = 1234,
  A2 = list("dat-dai" = 500, "ho-tich" = 250, "xay-dung" = 30),
  A3 = list("dat-dai" = 12, "ho-tich" = 40, "xay-dung" = 90),
  A4 = list("dat-dai" = 60, "ho-tich" = 150, "xay-dung" = 20),
  A5 = list("dat-dai" = 200, "ho-tich" = 80, "xay-dung" = 45),
  A6 = list("dat-dai" = 33, "ho-tich" = 110, "xay-dung" = 1))
cell_sizes <- list(A2 = c(24, 17, 9), A3 = c(12, 11, 10), A4 = c(13, 1, 6), A5 = c(15, 8, 0), A6 = c(7, 14, 1))
cells <- rbind(anywhere("A1", 45), do.call(rbind, lapply(names(cell_sizes), function(a)
  draw(rep(a, sum(cell_sizes[[a]])), rep(areas$code, cell_sizes[[a]])))))
cells[cells$agency == "A4" & cells$service_area == "ho-tich", ITEMS] <- c(2L, 4L, NA, 1L, 9L, 5L, 3L)
cells[cells$agency == "A6" & cells$service_area == "xay-dung", ITEMS] <- c(4L, NA, 5L, 3L, NA, 2L, 4L)
cells$i5[cells$agency == "A6"] <- NA
cells[which(cells$agency == "A2")[c(1, 30)], ITEMS] <- NA
cells[which(cells$agency == "A1")[1:2], ITEMS] <- NA
write_responses(cells, "cells")

# ---- rounds ----------------------------------------------------------------------------------------------------------------------

SCORINGS <- c("top2", "mean_max", "mean_range", "points")
AGGREGATIONS <- c("pooled", "items", "factors", "weights")
POINTS <- list(s5 = list("1" = 0, "2" = 20, "3" = 50, "4" = 80, "5" = 100), s4 = list("1" = 100, "2" = 60, "3" = 20, "4" = 0))
by_factor <- list(f1 = 0.5, f2 = 0.2, f3 = 0.3)
by_item <- list(i1 = 3, i2 = 1, i3 = 2, i4 = 1, i5 = 1, i6 = 4, i7 = 2)
DESIGNS <- list(
  srs = list(scorings = SCORINGS, weights = by_factor, population = NULL),
  weighted = list(scorings = SCORINGS, weights = by_item, population = NULL),
  strata = list(scorings = SCORINGS, weights = by_factor, population = strata_population),
  cells = list(scorings = c("top2", "mean_range"), weights = by_item, population = cells_population))

rounds_of <- function(name) {
  design <- DESIGNS[[name]]
  unlist(lapply(design$scorings, function(scoring) lapply(AGGREGATIONS, function(aggregation) {
    index <- list(scoring = scoring, aggregation = aggregation)
    if (aggregation == "weights") index$weights <- design$weights
    if (scoring == "points") index$points <- POINTS
    round <- list(code = gsub("_", "-", paste(name, scoring, aggregation, sep = "-")),
      title = text(sprintf("Đợt mẫu %s: %s, %s", name, scoring, aggregation), sprintf("Sample round %s: %s, %s", name, scoring, aggregation)),
      form = "golden", from = "2025-01-01", to = "2025-12-31", live = TRUE, index = index,
      agencies = as.list(agencies$code), service_areas = as.list(areas$code))
    if (!is.null(design$population)) round$population <- design$population
    c(round, list(minimum_cell = 1))
  })), recursive = FALSE)
}

# ---- scoring ---------------------------------------------------------------------------------------------------------------------

# Score in 0..1 by label value; a label without `score` is not in the table, hence not counted.
score_table <- function(scale_code, scoring) {
  labels <- Filter(function(l) !is.null(l$score), scales[[match(scale_code, codes(scales))]]$labels)
  value <- vapply(labels, function(l) l$value, 0)
  score <- vapply(labels, function(l) l$score, 0)
  points <- switch(scoring,
    top2 = as.numeric(score %in% sort(score, decreasing = TRUE)[1:2]),
    mean_max = score / max(score),
    mean_range = (score - min(score)) / (max(score) - min(score)),
    points = unlist(POINTS[[scale_code]])[as.character(value)] / 100)
  setNames(points, value)
}

read_responses <- function(name) {
  data <- read.csv(paste0(name, ".csv"), colClasses = "character", encoding = "UTF-8")
  data$w <- ifelse(data$weight == "", 1, as.numeric(data$weight))
  data$block <- agencies$block[match(data$agency, agencies$code)]
  population <- DESIGNS[[name]]$population
  if (!is.null(population)) {
    by_cell <- vapply(data$agency, function(a) is.list(population[[a]]), TRUE)
    data$stratum <- ifelse(by_cell, paste(data$agency, data$service_area, sep = "/"), data$agency)
    data$N <- mapply(function(a, s) if (is.list(population[[a]])) population[[a]][[s]] else population[[a]], data$agency, data$service_area)
    data$n <- ave(rep(1, nrow(data)), data$stratum, FUN = sum)
    data$w <- data$N / data$n
  }
  data
}

# ---- estimation ------------------------------------------------------------------------------------------------------------------

# A domain with one member in a stratum makes survey warn; with adjust.domain.lonely = FALSE it changes nothing. Other warnings stay.
quietly <- function(expr) withCallingHandlers(expr, warning = function(w)
  if (grepl("has only one PSU at stage", conditionMessage(w))) invokeRestart("muffleWarning"))

# The groups whose ratios are combined, and their weights before normalisation.
groups_of <- function(by, items, factors, aggregation, weights) {
  item_groups <- setNames(as.list(items), items)
  factor_groups <- factor_items[factors]
  even <- function(groups) list(groups = groups, lambda = rep(1, length(groups)))
  weigh <- function(groups) list(groups = groups, lambda = unlist(weights[names(groups)], use.names = FALSE))
  if (by == "item") return(even(item_groups))
  switch(aggregation,
    pooled = even(list(node = items)),
    items = even(item_groups),
    factors = even(factor_groups),
    weights = if (all(names(weights) %in% ITEMS)) weigh(item_groups) else weigh(factor_groups))
}

formula_variance <- function(z, data) {
  stratum <- if (is.null(data$stratum)) rep("", length(z)) else data$stratum
  sum(vapply(split(seq_along(z), stratum), function(rows) {
    n <- length(rows)
    N <- if (is.null(data$N)) Inf else data$N[rows[1]]
    if (n >= N) 0
    else if (n == 1) (1 - 1 / N) * z[rows]^2
    else (1 - n / N) * n / (n - 1) * sum((z[rows] - mean(z[rows]))^2)
  }, 0))
}

worst <- c(formula = 0, svyratio = 0, svymean = 0, zero = 0)
checks <- c(formula = 0, svyratio = 0, svymean = 0, zero = 0)
agrees <- function(kind, a, b, scale, tolerance = 1e-10) {
  difference <- abs(a - b) / scale
  if (!is.finite(difference) || difference > tolerance)
    stop(sprintf("%s: %.17g and %.17g differ by %g", kind, a, b, difference))
  worst[[kind]] <<- max(worst[[kind]], difference)
  checks[[kind]] <<- checks[[kind]] + 1
}

wilson <- function(p, n) {
  middle <- (p + Z^2 / (2 * n)) / (1 + Z^2 / n)
  half <- Z / (1 + Z^2 / n) * sqrt(p * (1 - p) / n + Z^2 / (4 * n^2))
  # At the ends one limit is p itself; without this it is off by rounding.
  c(if (p == 0) 0 else middle - half, if (p == 1) 1 else middle + half)
}

estimate <- function(sample, domain, by, items, factors, round) {
  scoring <- round$index$scoring
  node_m <- rowSums(sample$m[, items, drop = FALSE])
  n <- sum(domain & node_m > 0)
  if (n == 0) return(list(n = 0, estimate = NA, se = NA, ci_low = NA, ci_high = NA))

  plan <- groups_of(by, items, factors, round$index$aggregation, round$index$weights)
  m <- sapply(plan$groups, function(g) rowSums(sample$m[, g, drop = FALSE]))
  s <- sapply(plan$groups, function(g) rowSums(sample$s[, g, drop = FALSE]))
  answered <- colSums(m[domain, , drop = FALSE]) > 0
  m <- m[, answered, drop = FALSE]
  s <- s[, answered, drop = FALSE]
  lambda <- plan$lambda[answered] / sum(plan$lambda[answered])
  k <- ncol(m)
  s_names <- paste0("s", seq_len(k))
  m_names <- paste0("m", seq_len(k))

  # survey's own answer: totals over the domain of the full design, then the delta method on sum(lambda * s / m).
  design <- sample$design
  design$variables[s_names] <- as.data.frame(s)
  design$variables[m_names] <- as.data.frame(m)
  part <- subset(design, domain)
  totals <- quietly(svytotal(reformulate(c(s_names, m_names)), part))
  combination <- Reduce(function(a, b) call("+", a, b),
    Map(function(l, s, m) bquote(.(l) * (.(as.name(s)) / .(as.name(m)))), lambda, s_names, m_names))
  contrast <- svycontrast(totals, list(theta = combination))
  theta <- unname(coef(contrast))
  variance <- as.numeric(vcov(contrast))

  # The server's formula, over all responses of the design.
  w <- sample$data$w
  M <- colSums(w * m * domain)
  R <- colSums(w * s * domain) / M
  z <- w * domain * drop((s - sweep(m, 2, R, "*")) %*% (lambda / M))
  agrees("formula", theta, sum(lambda * R), 1, 1e-13)
  v <- formula_variance(z, sample$data)
  if (sqrt(v) < 1e-12) {
    # No spread at all: what remains in survey's covariance matrix is cancellation.
    agrees("zero", variance, 0, 1, 1e-15)
    se <- 0
  } else {
    agrees("formula", variance, v, v)
    se <- sqrt(variance)
  }
  if (k == 1) {
    ratio <- quietly(svyratio(~s1, ~m1, part))
    agrees("svyratio", theta, coef(ratio)[[1]], 1, 1e-13)
    if (se > 0) agrees("svyratio", se, as.numeric(SE(ratio)), se)
    else agrees("zero", as.numeric(SE(ratio)), 0, 1, 1e-12)
  }
  if (length(items) == 1) {
    average <- quietly(svymean(~s1, subset(design, domain & design$variables$m1 > 0)))
    agrees("svymean", theta, coef(average)[[1]], 1, 1e-13)
    if (se > 0) agrees("svymean", se, as.numeric(SE(average)), se)
    else agrees("zero", as.numeric(SE(average)), 0, 1, 1e-12)
  }
  # Every counted answer 0, or every one 1: say so exactly.
  counted <- s[domain, , drop = FALSE]
  if (all(counted == 0)) theta <- 0
  if (all(counted == m[domain, , drop = FALSE])) theta <- 1

  # Wilson's interval on a damped effective sample size; f is the part of the touched strata that was not asked.
  f <- 1
  if (!is.null(sample$data$N)) {
    touched <- !duplicated(sample$data$stratum) & sample$data$stratum %in% sample$data$stratum[domain]
    f <- 1 - sum(pmin(sample$data$n, sample$data$N)[touched]) / sum(sample$data$N[touched])
  }
  ci <- if (f == 0) c(theta, theta) else if (n == 1) c(NA, NA) else {
    damped <- (n * theta + 0.5) / (n + 1)
    wilson(theta, damped * (1 - damped) / (se^2 + f * ((1 - damped)^2 + damped^2) / (2 * (n + 1)^2)))
  }
  ci <- pmin(pmax(ci, 0), 1)
  list(n = n, estimate = 100 * theta, se = 100 * se, ci_low = 100 * ci[1], ci_high = 100 * ci[2])
}

rows_of <- function(name, round, data, design) {
  answers <- as.matrix(data[ITEMS])
  s <- sapply(ITEMS, function(i) unname(score_table(item_scale[[i]], round$index$scoring)[answers[, i]]))
  m <- ifelse(is.na(s), 0, 1)
  s[is.na(s)] <- 0
  sample <- list(data = data, design = design, s = s, m = m)
  everybody <- rep(TRUE, nrow(data))
  row <- function(by, code, domain, items, factors)
    c(list(design = name, round = round$code, by = by, code = code), estimate(sample, domain, by, items, factors, round))
  c(
    list(row("overall", "overall", everybody, ITEMS, FACTORS)),
    lapply(agencies$code, function(code) row("agency", code, data$agency == code, ITEMS, FACTORS)),
    lapply(areas$code, function(code) row("service_area", code, data$service_area == code, ITEMS, FACTORS)),
    lapply(unique(agencies$block), function(code) row("block", code, data$block == code, ITEMS, FACTORS)),
    lapply(names(content_factors), function(code)
      row("content", code, everybody, unlist(factor_items[content_factors[[code]]], use.names = FALSE), content_factors[[code]])),
    lapply(FACTORS, function(code) row("factor", code, everybody, factor_items[[code]], code)),
    lapply(ITEMS, function(code) row("item", code, everybody, code, character(0))))
}

rows <- list()
for (name in names(DESIGNS)) {
  data <- read_responses(name)
  design <- if (is.null(data$stratum)) svydesign(ids = ~1, weights = ~w, data = data)
    else svydesign(ids = ~1, strata = ~stratum, weights = ~w, fpc = ~N, data = data)
  rounds <- rounds_of(name)
  write_json_file(rounds, paste0(name, ".rounds.json"))
  for (round in rounds) rows <- c(rows, rows_of(name, round, data, design))
}

number <- function(x) if (is.na(x)) "null" else sprintf("%.17g", x)
lines <- vapply(rows, function(r) sprintf(
  '  {"design": "%s", "round": "%s", "by": "%s", "code": "%s", "n": %d, "estimate": %s, "se": %s, "ci_low": %s, "ci_high": %s}',
  r$design, r$round, r$by, r$code, as.integer(r$n), number(r$estimate), number(r$se), number(r$ci_low), number(r$ci_high)), "")
write_text(c("[", paste0(lines, c(rep(",", length(lines) - 1), "")), "]"), "expected.json")

cat(sprintf("%d rows; %s, survey %s, jsonlite %s\n", length(rows), R.version.string, packageVersion("survey"), packageVersion("jsonlite")))
cat(sprintf("%-9s %5d comparisons, largest difference %.2g\n", names(worst), as.integer(checks), worst), sep = "")
