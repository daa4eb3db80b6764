# English interface. The words of a questionnaire are not here; they come with the form.
language-name = English
product = Hài Lòng

# The form
survey-privacy = This form is anonymous. We store only your answers, the day, the language and the survey point. A random code prevents double counting and is deleted after a day or two. We do not store your name, phone number, IP address, type of phone or the time of day.
survey-time =
    { $minutes ->
        [one] About a minute. Please answer every question unless it says “optional”.
       *[other] About { $minutes } minutes. Please answer every question unless it says “optional”.
    }
survey-part = Part { $number }/{ $of }
survey-question = Question { $number }
survey-optional = optional
survey-choose-many = choose all that apply
survey-specify = Please specify (if you like)
survey-answered = Answered
survey-questions = Questions
survey-unnamed = The agency reads this: please leave out names and telephone numbers.
survey-send = Send my answers
survey-send-hint = Pressing once is enough. If the network is slow, pressing again does not count twice.
survey-trial = A trial: what you answer is checked, but neither stored nor counted.
survey-faults =
    { $count ->
        [one] 1 question needs another look. Everything you answered is still here.
       *[other] { $count } questions need another look. Everything you answered is still here.
    }
survey-blank = Nothing has been answered yet, so the form was not sent. Please answer at least one question.
survey-first-fault = Go to the first one
survey-fault-title = Please check
fault-missing = Please choose an answer.
fault-unknown-cell = This question is not part of the form.
fault-unknown-value = This answer is not part of the form; please choose again.
fault-answered-twice = This question was answered twice; please choose once.
fault-too-long = Please write fewer than { $most } characters.
fault-wrong-shape = Please write it in the shape asked for, without unusual characters.
fault-day-shape = Please write a day such as 22/11/2026.
fault-blank = Please answer at least one question.

# After sending
thanks-title = Thank you
thanks-stored = Your answers are stored safely and counted. No name, telephone number or device is kept with them.
thanks-if-sent = If you pressed send and were led here, your answers are stored safely and count once. This page by itself sends nothing.
thanks-trial = This is a trial: the answers are valid; they are neither stored nor counted.
thanks-already = Your form had already been received and counts once; sending again did not change it. There is nothing more for you to do.
thanks-shared-phone = Where several people share this phone, it is better to close this page and scan the code again: Back still shows what was chosen.
thanks-another = Another person answers

# Pages that give a reason
not-found-title = There is no such survey
not-found-text = This code is wrong or no longer in use. Please scan the QR code at the counter again, or ask the staff for a new one.
closed-title = This survey has ended
closed-text = Answers were taken until { $day }. Thank you for your interest.
closed-early = This round takes no more answers. Thank you for your interest.
planned-title = This survey has not begun
planned-text = Answers are taken from { $day }. Please come back then.
planned-soon = This round is being prepared. Please come back later.
retired-title = This code is no longer in use
retired-text = The code on this sheet has been replaced. Please scan the new one at the counter, or ask the staff for it.
point-over = This survey point takes no more answers; nothing was stored. Please ask the staff at the counter if you wish to answer.
retired-offer = The code on this sheet has been replaced by a new one. You can answer right here.
full-title = Enough have answered
full-text = This place has received as many answers as the round needs. Thank you for being willing to answer.
language-title = This form is not available in that language
language-text = Please choose one of these languages:
busy-title = The system is busy
busy-text = Your answers have not been sent yet, but they are all on this page. Please wait a few seconds and press the button.
busy-again = Send again
failed-title = Your answers could not be stored
failed-text = Something went wrong on our side. Your answers are all on this page; please send again.
written-title = What you answered
written-text = Nothing has been stored. All your answers are still here, below; please ask the staff whether you can give them at another counter or on paper.
refused-title = This could not be accepted
refused-too-large = What was sent is too long to be shown here. Please use the browser’s Back button: what you wrote is usually still on the page before. Then shorten it and send again.
refused-type = Answers must be sent from the survey page.
refused-malformed = What was sent was damaged on its way. Please go back to the form and send again.
refused-unknown = What was sent holds questions that are not part of this form. Please open the form again and answer it.
refused-origin = These answers came from another website and were not accepted. Please open the form from the QR code.
kept-origin = These answers were sent from another website and have not been accepted. If you wrote them yourself, press the button to send them from this page.
kept-damaged = What was sent was changed on its way and has not been accepted. The answers that could still be read are on this page; please press the button to send them again.
kept-unknown = Part of what was sent does not belong to this form and was left out. Your other answers are on this page; please press the button to send them again.
refused-method = This page does not take that kind of request.
error-title = Something went wrong on our side
error-text = The fault has been recorded. Please try again in a few minutes.
page-not-found-title = There is no such page
page-not-found-text = This address is not part of the system.
back-to-form = Open the form
back-home = To the first page

# Results
home-title = Citizens’ satisfaction
home-text = People answer anonymously after using a public service. Agencies publish a satisfaction index with the number of responses, the method and the margin of error.
home-demo = Try the demonstration form
results-title = Survey results
results-none = There are no rounds yet.
state-planned = not begun
state-open = open for responses
as-of = figures as of { $day }
state-closed = ended
results-overall = Overall satisfaction index
results-interval = 95 % confidence interval: { $low } –⁠ { $high }
results-interval-open = 95 % interval if this were a random sample: { $low } –⁠ { $high }
results-n = { $n } responses
results-no-index = The form of this round has no index: its answers are counted and exported, and make no score.
results-no-data = Not enough responses to publish
results-interim = Interim numbers: the round takes responses until { $day }.
summary-title = { $round } – summary
summary-link = One-page summary to print (A4)
summary-whole = All results of the round
summary-alike = No clear difference
summary-ends = Highest and lowest agencies of each block
summary-ends-note = Several names are agencies that cannot be told apart.
summary-block = Block
summary-highest = Highest
summary-lowest = Lowest
results-interval-census = everybody was asked, so there is no sampling error
results-interval-none = one response, no interval
number-without-items =
    { $n ->
        [one] One item has too few answers or none and is not in this number; compare it with care.
       *[other] { $n } items have too few answers or none and are not in this number; compare it with care.
    }
names-or =  or 
caution-over = Note: strata with more responses than the declared population, where one of the two is wrong: { $n }.
caution-lonely = Note: strata with a single response, so that the interval is only a rough one: { $n }.
caution-silent = Note: strata in which no response is counted (none came, or too few), outside this number: { $n }.
results-blocks = Ranking by block
results-block = Block: { $name }
results-no-block = Agencies outside any block
results-areas = By service area
results-factors = By factor
column-rank = Rank
column-agency = Agency
column-area = Service area
column-factor = Factor
column-estimate = Index (%)
column-interval = 95 % interval
column-n = Responses
column-track = Index and interval on one scale
suppressed = not published
withheld-agency = { $n } { $n ->
        [1] agency is
       *[other] agencies are
    } not published, as nobody or fewer than { $k } people answered:
withheld-area = { $n } { $n ->
        [1] service area is
       *[other] service areas are
    } not published, as nobody or fewer than { $k } people answered:
withheld-factor = { $n } { $n ->
        [1] factor is
       *[other] factors are
    } not published, as nobody or fewer than { $k } people answered:
withheld-item = { $n } { $n ->
        [1] item is
       *[other] items are
    } not published, as nobody or fewer than { $k } people answered:
suppressed-note = Where there are fewer than { $k } responses nothing is published or ranked; places without answers look the same. Every number counts whole lots of at least { $k } responses, so that subtracting one from another tells nothing of fewer people; responses that do not make up a lot count in the numbers of wider groups, or not yet. Answers to a question wait in the same way until { $k } people have given one, and count in nothing before. Numbers on fewer than 100 responses are rounded to whole percent, on fewer than 1,000 to one decimal.
suppressed-note-live = Where there are fewer than { $k } responses nothing is published or ranked; places without answers look the same. Answers to a question that fewer than { $k } people have given count only in the numbers of wider groups or in none. Numbers on fewer than 100 responses are rounded to whole percent, on fewer than 1,000 to one decimal.
live-note = While the round is open, numbers of an agency and service area change only when there are at least { $k } more responses, and at most once a day; when it is closed, every response that came is counted, unless fewer than { $k } came after the last publication. Where answers to single questions wait, intervals of factors and of the index are wider.
last-numbers = The last numbers of the round are published on { $day } from { $hour } a.m.
live-now = Numbers change at once with every answer, as the round declares: whoever looks twice may work out what somebody has just answered. That is for demonstrations only.
rank-of = { $place }/{ $of }
method-title = Method
method-form = Form: “{ $form }”, version { $version }.
method-bands = Ratings: { $bands }. Numbers are rounded first and then rated.
method-band = “{ $class }” from { $percent } %
method-band-open = “{ $class }” above { $percent } %
method-targets = Targets: { $targets }. Met or missed where the whole interval lies on one side.
method-minimum-n = On fewer than { $n } responses there is no rating and no rank; the number is published all the same.
method-definition = Index definition: “{ $title }” ({ $code }), version { $version }.
scoring-top2 = An answer counts as satisfied when it is one of the two highest levels of its scale.
scoring-mean_max = An answer counts as its score divided by the highest score of its scale.
scoring-mean_range = An answer counts as (score − lowest) / (highest − lowest) of its scale.
scoring-points = An answer counts as its declared percent points.
aggregation-pooled = The index is the sum of scores divided by the number of answers over all items.
aggregation-items = The index is the mean of the items.
aggregation-factors = The index is the mean of the factors.
aggregation-weights = The index is a mean with declared weights.
design-one = All answers count equally, without adjustment for the size of each agency (one stratum, no finite population correction).
design-strata = Agencies (or agency × service area) are strata with known populations; answers are weighted to them, with finite population correction.
design-variance = Standard errors are by Taylor linearisation over respondents.
sample-open = Respondents chose to take part and are no random sample; the 95 % interval only shows how far the number would vary if they were.
sample-drawn = Respondents were drawn at random, as the round declares.
method-warning-licence = These questions are licensed: { $licence }
results-short = { $estimate } % ({ $low } –⁠ { $high }; { $n } responses)
results-short-alone = { $estimate } % ({ $n } responses)
results-whole = The whole round
results-early = Not published yet
results-early-lead = Only staff who may read results see this part.
results-alone = This round is not published yet: you see the results of your own agency only.
results-agency = Satisfaction index of the agency
results-area = Satisfaction index of the service area
results-trend = Over the rounds
results-heat = Agencies and factors
results-heat-note = Each cell is compared with the index of its factor in the whole round: brown is lower, green higher; the scale gives the difference in percentage points. ▼ and ▲ mark what is significantly lower or higher. A dash stands where nothing is published.
heat-legend = Difference from the whole round, percentage points
standing-below = significantly below the average
standing-above = significantly above the average
standing-method = “Lowest” and “highest” name every number that cannot be told from the one at the end; where all are alike, none is named. ▼ and ▲ compare with the number of the whole round. The interval of each comparison is widened for the number of comparisons (Bonferroni), so that the probability of even one false conclusion is at most 5 %, if this were a random sample. Numbers are compared as independent samples; as the same people answer many questions, this is cautious.
class-of = Rated “{ $class }”.
class-of-or = Rated “{ $class }”; within the margin of error it may be { $others }.
class-below-all = Below every declared rating.
class-none = below every rating
class-of-few = Not rated: fewer than { $n } responses.
class-line = Rated “{ $class }”
class-line-or = Rated “{ $class }”, may be { $others }
class-line-few = Not rated or ranked: fewer than { $n } responses
target-reached = Meets the target “{ $target }” ({ $percent } %), { $points } percentage points above it.
target-missed = Misses the target “{ $target }” ({ $percent } %) by { $points } percentage points.
target-unclear-above = Above the target “{ $target }” ({ $percent } %) by { $points } percentage points, but within the margin of error: not certain to meet it.
target-unclear-below = Below the target “{ $target }” ({ $percent } %) by { $points } percentage points, but within the margin of error: it may still be met.
verdict-standings = Of { $of } agencies with published numbers, { $above } { $above ->
        [1] is
       *[other] are
    } above the average{ $above-names }, { $below } below it{ $below-names }, and { $unclear } cannot be told from it.
verdict-alike = Of { $of } agencies with published numbers, none differs significantly from the average.
verdict-start = Where to start: service area { $area }; factor { $factor }.
verdict-start-area = Where to start: service area { $area }.
verdict-start-factor = Where to start: factor { $factor }.
verdict-start-none = No service area or factor is clearly the lowest.
results-items = Item by item
results-items-note = Each bar is divided by the answers, low levels on the left, high levels on the right; numbers in the bars are percent of the answers.
items-lowest-first = Lowest first
items-printed = In the order of the form
items-files = Charts to download
results-as-table = The numbers as a table
results-area-agencies = Agencies in this service area
results-area-agencies-note = Sorted by index, not ranked: agencies are ranked only within their own block, on their index across all service areas.
results-unfit = The round { $round } cannot be shown: its declared method does not fit its form or lists. Please tell the administrator.
highlight-factor-low =
    { $n ->
        [1] Lowest factor
       *[other] Lowest: { $n } factors that cannot be told apart
    }
highlight-factor-high =
    { $n ->
        [1] Highest factor
       *[other] Highest: { $n } factors that cannot be told apart
    }
highlight-area-low =
    { $n ->
        [1] Lowest service area
       *[other] Lowest: { $n } service areas that cannot be told apart
    }
highlight-item-low =
    { $n ->
        [1] Lowest item
       *[other] Lowest: { $n } items that cannot be told apart
    }
highlight-more = and { $n } more
agency-rank = Rank { $place } of { $of } ranked agencies among { $block }.
column-item = Item
column-shares = Answers
column-round = Round
column-change = Change (points)
change-up = Up { $points } percentage points on { $round } ({ $interval }).
change-down = Down { $points } percentage points on { $round } ({ $interval }).
change-none = No statistically significant difference from { $round }: { $signed } percentage points ({ $interval }).
change-unknown = Not enough responses to compare it with { $round }.
change-mix = People answered through other channels than before, so the change may come from who was asked.
change-broken-form = Cannot be compared with { $round }: the two rounds have different forms.
change-broken-index = Cannot be compared with { $round }: the index is computed in another way.
change-broken-sample = Cannot be compared with { $round }: the samples were taken in different ways.
change-broken-overlap = Cannot be compared with { $round }: the two rounds overlap in time.
change-broken-areas = Cannot be compared with { $round }: other service areas were asked about.
change-broken-agencies = Cannot be compared with { $round }: other agencies took part.
change-broken-silent = Cannot be compared with { $round }: some agencies have numbers in one of the two rounds only.
change-broken-silent-others = Cannot be compared with { $round }: agencies that make up more than { $percent } % of the index have numbers in one of the two rounds only, such as { $agencies }.
change-broken-items = Cannot be compared with { $round }: too few answered some items in one of the two rounds.
change-broken-items-others = { change-broken-items }
change-broken-channels = Cannot be compared with { $round }: the two rounds have no channel in common.
change-broken-new = Cannot be compared with { $round }: this agency did not exist then.
change-broken-divided = Cannot be compared with { $round }: on { $day } part or all of this agency went to others.
change-broken-divided-others = Cannot be compared with { $round }: since { $day } this agency has only a part of { $agencies }.
change-broken-absent = Cannot be compared with { $round }: this agency took no part in it.
change-broken-absent-others = Cannot be compared with { $round }: since { $day } this agency includes { $agencies }, which took no part in it.
reorganised-pooled = Since { $day } this agency consists of { $agencies }: the number before is that of all of them pooled, { $before }.
reorganised-renamed = Since { $day } this agency continues { $agencies }: the number before is theirs, { $before }.
change-method = Two rounds are compared as independent random samples, from the numbers as published and the ends of their intervals (Newcombe; Zou and Donner); a 95 % interval that holds 0 means no statistically significant difference. Rounds with another form, index definition, way of sampling, other agencies or service areas, or without a channel in common are not compared. An agency that others were merged into is compared with all of them pooled; one that was divided is not compared.
change-family = In the table of changes by agency, significance is corrected after Holm (1979) for all agencies that can be compared with the round before: the probability of being mistaken about any agency of the table is at most 5 %. The overall change and the change on the page of an agency are not corrected.
change-mix-method = The mix of channels counts as changed when at least { $threshold } % of the responses came through other channels (half the sum of the differences in shares); channels with too few responses are pooled.
changes-contents = Changes
changes-title = Changes since
changes-lead = Agencies that can be compared: { $compared }. After correction for many comparisons (Holm): { $rose } rose, { $fell } fell; the others show no statistically significant difference.
changes-lead-alike = Agencies that can be compared: { $compared }. None of them changed significantly, after correction for many comparisons (Holm).
changes-none = No agency can be compared.
changes-before = Before (%)
changes-after = Now (%)
changes-change = Change (points)
changes-interval = 95 % interval
changes-interval-open = 95 % interval if this were a random sample
changes-fell = fell
changes-rose = rose
changes-unclear = not statistically significant
changes-alone = significant alone, not after correction
changes-pooled = Since { $day } consists of { $agencies }: compared with all of them pooled
changes-rest = Other agencies, whose changes are not statistically significant: { $n }
changes-apart = Agencies that cannot be compared, and why: { $n }
changes-suppressed = one of the two numbers is not published.
mix-title = Channels of the two rounds
mix-lead = The mix of channels has changed: at least { $threshold } % of the responses came through another channel than in the round before. A change of the index may come from who was asked, not from the service.
mix-channel = Channel
trend-broken = not comparable
trend-no-change = not statistically significant
trend-break-form = other form
trend-break-index = other index definition
trend-break-sample = other sampling
trend-break-overlap = overlapping periods
trend-break-areas = other service areas
trend-break-agencies = other agencies
trend-break-silent = agencies without numbers
trend-break-items = other items counted
trend-break-channels = other channels
trend-break-new = agency is new
trend-break-divided = agencies divided
trend-break-absent = an agency was absent
trend-break-pooled = after a merger
trend-pooled = against { $agencies } pooled
lineage-title = Before and after reorganisation
lineage-rename-before = Since { $day } the new name of:
lineage-merge-before = Merged on { $day } from:
lineage-split-before = Split off on { $day } from:
lineage-transfer-before = Took over on { $day }:
lineage-rename-after = Renamed on { $day } to:
lineage-merge-after = Merged on { $day } into:
lineage-split-after = Split on { $day } into:
lineage-transfer-after = Went on { $day } to:
lineage-share = ({ $percent } % of it)
chart-ranking = Satisfaction index, { $name }
chart-of = { $what }: { $name }
chart-dots-text = Each dot is an index, the line its 95 % interval. The numbers are in the table.
chart-trend-text = Each dot is a round, the band its 95 % interval, a dashed line a break in comparability. The numbers are in the table.
chart-shares-text = Each bar is an item, divided by the levels of the answers from low to high. The numbers are in the table.
chart-heat-text = Each row is an agency, each column a factor; brown is lower, green higher than the index of the factor in the whole round, in percentage points; a triangle marks a significant difference.
chart-note = { $round }, { $from } – { $to }. { $n } responses. { $sample } { $method }.
chart-note-open = Line or band: 95 % interval if this were a random sample.
chart-note-drawn = Line or band: 95 % confidence interval.
chart-overall = whole round { $estimate }
chart-slide = Slide 16:9:
chart-source = Source: { $name }, { $address }
language-unknown-title = This page is not available in that language
language-unknown-text = There are Vietnamese and English. Please choose:
round-not-found-title = There is no such round
round-not-found-text = No round has the code “{ $code }”. Please choose from the list of rounds.
agency-not-found-title = There is no such agency in this round
agency-not-found-text = No agency of this round has the code “{ $code }”. It may not have existed yet, have been reorganised, or not have been surveyed.
area-not-found-title = There is no such service area in this round
area-not-found-text = This round does not ask about a service area with the code “{ $code }”.
chart-not-found-title = There is no such chart
chart-not-found-text = The chart does not exist, or too few have answered to draw it.
unfit-title = This round cannot be shown
back-to-round = To the results of the round
back-to-results = List of rounds
column-estimate-interval = Index (%), 95 % interval
change-interval = 95 % confidence interval: { $range }
change-interval-open = 95 % interval if this were a random sample: { $range }
method-technical = Technical description:
interval-wilson = 95 % intervals are Wilson’s on a damped effective sample size: ten equal answers do not prove that everybody thinks so. A single response has no interval.
interval-clusters = Responses of one counter and day may resemble each other; that error is not in the interval.
results-dots-note = A dot is an index, the line its 95 % interval. The axis does not begin at 0.
results-average-note = The upright orange line is the index of the whole round; ▼ and ▲ mark what is significantly lower or higher. As many comparisons are made at once, an interval may clear the orange line and still not be significant.
results-rank-note = Ranks follow the rounded index; equal ones share a rank. Two agencies whose confidence intervals overlap need not differ.
scoring-short-top2 = share of satisfied answers
scoring-short-mean_max = mean score of the highest score
scoring-short-mean_range = mean score, as percent of its scale
scoring-short-points = declared percent points
signed-range = { $low } to { $high }
aggregation-short-pooled = all answers pooled
aggregation-short-items = mean of the items
aggregation-short-factors = mean of the factors
aggregation-short-weights = weighted mean
chart-note-newest = newest round: { $round }
chart-no-data = Not enough published numbers to draw a chart.
back-to-page = To the results
level-lowest = lowest level
level-highest = highest level
