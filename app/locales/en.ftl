# English interface. The words of a questionnaire are not here; they come with the form.
language-name = English
product = Hài Lòng

# The form
survey-privacy = This form is anonymous: we store only your answers, the day, the language and the survey point, and for one day a random code so that nothing counts twice – not your name, telephone number, IP address, kind of phone, or the time of day.
survey-time = About { $minutes } minutes. Please answer every question unless it says “optional”.
survey-part = Part { $number }/{ $of }
survey-optional = optional
survey-choose-many = choose all that apply
survey-specify = Please specify (if you like)
survey-answered = Answered
survey-send = Send my answers
survey-send-hint = Pressing once is enough. If the network is slow, pressing again does not count twice.
survey-faults =
    { $count ->
        [one] 1 question needs another look. Everything you answered is still here.
       *[other] { $count } questions need another look. Everything you answered is still here.
    }
survey-first-fault = Go to the first one
survey-fault-title = Please check
fault-missing = Please choose an answer.
fault-unknown-cell = This question is not part of the form.
fault-unknown-value = This answer is not part of the form; please choose again.
fault-repeated = This question was answered twice; please choose once.
fault-too-long = Please write fewer than { $most } characters.
fault-wrong-shape = Please write it in the shape asked for, without unusual characters.

# After sending
thanks-title = Thank you
thanks-stored = Your answers are stored safely and counted. Nobody can tell that they are yours.
thanks-already = Your form had already been received and counts once; sending again did not change it. There is nothing more for you to do.
thanks-another = Another person answers

# Pages that give a reason
not-found-title = There is no such survey
not-found-text = This code is wrong or no longer in use. Please scan the QR code at the counter again, or ask the staff for a new one.
closed-title = This survey has ended
closed-text = Answers were taken until { $day }. Thank you for your interest.
planned-title = This survey has not begun
planned-text = Answers are taken from { $day }. Please come back then.
language-title = This form is not available in that language
language-text = Please choose one of these languages:
busy-title = The system is busy
busy-text = Your answers have not been sent yet, but they are all on this page. Please wait a few seconds and press the button.
busy-again = Send again
failed-title = Your answers could not be stored
failed-text = Something went wrong on our side. Your answers are all on this page; please send again.
refused-title = This could not be accepted
refused-too-large = What was sent is too long. Please go back, shorten your comment and send again.
refused-type = Answers must be sent from the survey page.
refused-malformed = What was sent was damaged on its way. Please go back to the form and send again.
refused-unknown = What was sent holds questions that are not part of this form. Please open the form again and answer it.
refused-origin = These answers came from another website and were not accepted. Please open the form from the QR code.
refused-method = This page does not take that kind of request.
error-title = Something went wrong on our side
error-text = The fault has been recorded. Please try again in a few minutes.
page-not-found-title = There is no such page
page-not-found-text = This address is not part of the system.
back-to-form = Open the form
back-home = To the first page

# Results
home-title = Citizens' satisfaction
home-text = People answer anonymously after a transaction; agencies publish an index of satisfaction with its number of respondents, method and uncertainty.
results-title = Survey results
results-none = There are no rounds yet.
state-planned = not begun
state-open = taking answers
state-closed = ended
results-overall = Overall satisfaction index
results-interval = 95 % confidence interval: { $low } – { $high }
results-interval-open = 95 % interval if this were a random sample: { $low } – { $high }
results-n = { $n } respondents
results-no-data = Not enough answers to publish
results-blocks = Ranking by block
results-block = Block { $name }
results-no-block = Agencies outside any block
results-areas = By service area
results-factors = By factor
results-chart = Index of each agency with its 95 % interval; block { $name }
results-chart-text = Each dot is an agency, the line its 95 % interval. The numbers are in the table beneath.
column-rank = Rank
column-agency = Agency
column-area = Service area
column-factor = Factor
column-estimate = Index (%)
column-interval = 95 % interval
column-n = People
suppressed = not published
suppressed-note = Where fewer than { $k } people answered nothing is published or ranked; places without answers look the same. Suppressing further cells that could be found by subtraction comes later.
live-note = Numbers change only when at least { $k } more people have answered, and at most once a day.
live-now = Numbers change at once with every answer (demonstration round).
rank-of = { $place }/{ $of }
method-title = Method
method-form = Form: “{ $form }”, version { $version }.
scoring-top2 = An answer counts as satisfied when it is one of the two highest levels of its scale.
scoring-mean_max = An answer counts as its score divided by the highest score of its scale.
scoring-mean_range = An answer counts as (score − lowest) / (highest − lowest) of its scale.
scoring-points = An answer counts as its declared percent points.
aggregation-pooled = The index is the sum of scores divided by the number of answers over all items.
aggregation-items = The index is the mean of the items.
aggregation-factors = The index is the mean of the factors.
aggregation-weights = The index is a mean with declared weights.
design-one = All answers count alike; they are one stratum without finite population correction.
design-strata = Agencies (or agency × service area) are strata with known populations; answers are weighted to them, with finite population correction.
design-variance = Standard errors are by Taylor linearisation over respondents.
sample-open = Respondents took part of their own accord and are no random sample; the 95 % interval only tells how far the number would vary if they were.
sample-drawn = Respondents were drawn at random, as the round declares.
method-warning-licence = These questions are licensed: { $licence }
