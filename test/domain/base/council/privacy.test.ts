// The privacy notice and what is done agree, sentence by sentence: each is quoted here with the test that shows it, or with why no test can. A sentence
// that changes fails until somebody has looked whether it is still true.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { defaultPages } from '#base/council/default-page-text.ts'
import { knownDays } from '#people/sign-in/sign-in.ts'
import { linkDays, periods } from '#upkeep/records/record.ts'
import { answerBy } from '#upkeep/records/subject.ts'

const test = join(dirname(fileURLToPath(import.meta.url)), '..', '../..')

/** The law, or the council's own house: nothing that this software does or leaves. */
const said = 'the council answers for it'
/** The file of a test and words of its title. */
type Shown = readonly [file: string, title: string]

const erased: Shown = ['worker/upkeep/records/erase.test.ts', 'nothing anywhere says who an erased person was']
const copied: Shown = ['worker/upkeep/records/subject.test.ts', 'is given a ZIP of everything about them']
const runs: Shown = ['worker/upkeep/records/retention.test.ts', 'old messages lose their text when a second person has approved it']
const classified: Shown = ['architecture-columns.test.ts', 'every column of words is personal, kept for a reason, or about nobody']
const caterer: Shown = ['worker/booking/needs/needs.test.ts', 'the caterer gets one line for each person']

const sentences: Record<string, typeof said | Shown> = {
  '{council} uses this service, {service}, to run safeguarding conferences and training for schools and other settings, and to know which of them took part.':
    said,
  '{council} is the controller of your information.': said,
  'You can write to us at {contact}.': ['worker/base/council/organiser-pages.test.ts', 'saves the settings, shows them on every page'],
  'Our data protection officer is {officer}.': [
    'worker/base/council/organiser-pages.test.ts',
    'saves the settings, shows them on every page',
  ],
  'Your name, work email address, telephone number if we were given it, school or organisation, and your role there, such as designated safeguarding lead.':
    classified,
  'The events you have a place at, who booked the place, and whether you attended.': copied,
  'Which role you hold at a school, which training of yours our record holds, and your certificates.': copied,
  'If you book for a school: your request to do so, what was decided, and the bookings that you made; what you answered and signed for it, about guidance or in a safeguarding audit; and when we rang or wrote to you about it.':
    copied,
  'If you sign in: when, and with what kind of browser.': copied,
  'That a browser is known to be yours, so that nobody else can lock you out and nobody confirms themselves.': [
    'worker/people/claiming/claims.test.ts',
    'an organiser who enters their second address for a school waits',
  ],
  'We count requests for sign-in codes by internet address for a day, in a form that does not show the address.': [
    'worker/people/sign-in/session.test.ts',
    'sweeps what only served signing in',
  ],
  'A line of the service’s log says that somebody signed in, with marks of the email and the internet address that show neither.': [
    'worker/base/log/refusals.test.ts',
    'who signs in leaves a line',
  ],
  'The messages we sent you, whether they arrived, and what your calendar answered.': copied,
  'What you write to the address that they come from: we pass it on to the people who organise the event, and keep it as such a message.': [
    'worker/correspondence/replies/passing-on.test.ts',
    'What a person writes to the sending address is passed on to the contact of the event',
  ],
  'Whether you asked for news of new conferences.': [
    'worker/correspondence/mailings/consent.test.ts',
    'Nobody gets promotions who has not asked for them',
  ],
  'If you choose to tell us: what you need to eat and to take part at an event.': [
    'worker/booking/needs/needs.test.ts',
    'a delegate says what they need through the link in their invitation',
  ],
  'It can tell of your health or beliefs.': said,
  'You are asked only on the page of your own place, and need not say anything.': [
    'worker/booking/needs/needs.test.ts',
    'nothing is kept without agreement',
  ],
  'What you or your school answered to questions that the organiser of an event asks.': copied,
  'We ask for no other information about your health, religion or other special categories, and none about any child.': [
    'domain/events/questions/question.test.ts',
    'a question about food, health or access is pointed to Needs',
  ],
  'You gave it to us, or a colleague who books for your school gave us your name, work email address and role so that you could have a place.':
    said,
  'We may also have your school’s official contacts from the school itself.': said,
  'Facts about schools come from the Department for Education’s list of schools (GIAS).': [
    'domain/schools/register/plan.test.ts',
    'already recorded is not told again',
  ],
  'If a colleague gave us your details, we tell you so in the first message that we send you.': [
    'worker/calendars/invites/invitations.test.ts',
    'a delegate is told where their details came from',
  ],
  'We use it to give you a place, send you the calendar entry, take the register, and report which schools our safeguarding training has reached.':
    said,
  'We do this because it is necessary for tasks in the public interest that the law gives us (Article 6(1)(e) of the UK GDPR): our duties to safeguard and promote the welfare of children, under sections 10 and 11 of the Children Act 2004 and section 175 of the Education Act 2002, and as a safeguarding partner.':
    said,
  'What you need to eat and to take part we use only with your explicit consent (Articles 6(1)(a) and 9(2)(a)), only for food and access at that event.':
    caterer,
  'You can take your consent back at any time on the page of your place; nothing else changes.': [
    'worker/booking/needs/needs.test.ts',
    'it can be changed and deleted at any time',
  ],
  'You do not have to give your details, but without a name we cannot record that you took part, and without an email address we cannot send you the calendar entry.':
    ['worker/attendance/attendance/name-at-door.test.ts', 'no more before somebody is named'],
  'No decision about you is made by a computer alone.': said,
  'The people of {council} who run the events or are responsible for safeguarding.': said,
  'People who only read reports see schools and figures, never names.': [
    'worker/attendance/coverage/pages.test.ts',
    'no file carries a person, and a reader of reports finds none of it',
  ],
  'What you need at an event is seen only by the people who organise our events.': [
    'worker/booking/needs/needs.test.ts',
    'access needs have names only behind a page that says so',
  ],
  'The caterer gets what you say about food without your name.': caterer,
  'Your school does not see it.': ['worker/routes/routes.test.ts', 'gets in where the rules let them, and changes nothing anywhere else'],
  'The people who take the register at the door see the names of those expected.': [
    'worker/attendance/attendance/name-at-door.test.ts',
    'nor by someone who does not take this register',
  ],
  'The people who can book for your school or its trust see the school’s places and who has them.': [
    'worker/booking/delegates/school-pages.test.ts',
    'another school’s booking and places do not exist here',
  ],
  'Our safeguarding partners get reports about schools.': said,
  'We share your name only when the law lets us.': said,
  'Cloudflare runs the service and keeps its database for us.': said,
  'Resend delivers our email.': said,
  'Both may use the information only as we tell them.': said,
  'Where we take cards or send invoices through Stripe, it learns who pays and at which address, never who attends.': [
    'worker/payments/stripe/calls.test.ts',
    'no person is named on Stripe’s page or in what we tell Stripe',
  ],
  'The database is kept in the European Union, which the United Kingdom recognises as protecting information adequately.': said,
  'Where Cloudflare or Resend handle information in the United States, they do so under the UK–US data bridge or the UK addendum to the standard contractual clauses.':
    said,
  'Sign-in codes: at most two days.': ['worker/people/sign-in/session.test.ts', 'sweeps what only served signing in'],
  'Signed-in browsers: a month after they are signed out.': ['worker/people/sign-in/session.test.ts', 'sweeps what only served signing in'],
  'That a browser is known to be yours: 400 days after you last used it.': [
    'domain/base/council/privacy.test.ts',
    'the periods of the notice',
  ],
  'Your name, address, telephone number and sign-in: for six years from the end of the school year in which you last had a place, came, signed in or were given a role.':
    ['worker/upkeep/records/retention.test.ts', 'people whom nobody has heard of for six school years are erased'],
  'The messages we sent you: for two years.': runs,
  'The links in them that open your place are taken out after 30 days.': [
    'worker/upkeep/records/retention.test.ts',
    'a link by which a place was opened is in no message',
  ],
  'What you or your school answered to questions, and what your calendar answered: for a year after the event.': [
    'worker/upkeep/records/retention.test.ts',
    'a hold that is placed between the approval and the clock',
  ],
  'Why a request to book for a school was decided as it was: for two years.': [
    'worker/upkeep/records/retention.test.ts',
    'why somebody was refused',
  ],
  'If you complain about how we use your information: your name, email address, complaint and our answer.': copied,
  'A complaint about how we use your information: for two years after we answered it.': [
    'worker/upkeep/complaints/complaints.test.ts',
    'a complaint is deleted once its time is over',
  ],
  'What the mail service told us of messages: for half a year.': ['worker/upkeep/records/retention.test.ts', 'why somebody was refused'],
  'When the time is over it is destroyed, as soon as two people have agreed to it.': runs,
  'We keep something longer only while it is held for an inquiry, a complaint or a claim.': [
    'worker/upkeep/records/retention.test.ts',
    'a person is neither erased nor destroyed while',
  ],
  'What you need at an event: until 30 days after it, or until you delete it, cancel or pass on your place.': [
    'worker/booking/needs/needs.test.ts',
    'thirty days after the event nothing shows them any more',
  ],
  'The database’s own recovery can bring back what was deleted for up to 30 days more; it is used only after a failure.': said,
  'When we erase a person, the fact that their school took part stays, without the person.': erased,
  'So does what was charged and paid, and why, which names schools.': classified,
  'We look for their name and address in what others wrote, and take out what we find to be about them.': [
    'worker/upkeep/records/erase-texts.test.ts',
    'whole names and addresses go from every column in which people write about others',
  ],
  'Files that our finance system was given stay as they were given.': [
    'architecture-columns.test.ts',
    'every column of words is personal, kept for a reason, or about nobody',
  ],
  'Nobody can change the list of what was done in the service by using it.': [
    'worker/base/db/schema.test.ts',
    'the log can be neither changed nor shortened',
  ],
  'It holds no names or addresses.': copied,
  'You can ask us for a copy of your information, to correct it, to erase it, to limit what we do with it, and you can object to our using it.':
    copied,
  'Write to {contact}.': said,
  'We answer within one month.': ['domain/upkeep/records/subject.test.ts', 'a request of 31 January is answered by the end of February'],
  'If you are not content with how we use your information, tell us first: this service has a page on how to complain.': [
    'worker/base/council/organiser-pages.test.ts',
    "shows each page's default text",
  ],
  'You can also complain to the Information Commissioner’s Office at https://ico.org.uk/make-a-complaint/ or by telephone on 0303 123 1113.':
    said,
}

const plain = (text: string): string => text.replaceAll('’', "'")
const written = defaultPages.privacy
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('## '))
  .flatMap((line) => line.replace(/^- /, '').split(/(?<=[.?])\s+(?=[A-Z])|(?<=months?\.)\s/))

it('every sentence of the privacy notice is quoted here, and nothing is quoted that it does not say', () => {
  const quoted = Object.keys(sentences).map(plain)
  const all = written.map(plain)
  expect(all.filter((sentence) => !quoted.includes(sentence))).toEqual([])
  expect(quoted.filter((sentence) => !all.includes(sentence))).toEqual([])
})

it('every test that is to show a sentence is there', () => {
  const missing = Object.values(sentences).flatMap((shown) => {
    if (shown === said) return []
    const [file, title] = shown as Shown
    return plain(readFileSync(join(test, file), 'utf8')).includes(plain(title)) ? [] : [`${file}: ${title}`]
  })
  expect(missing).toEqual([])
})

it('the periods of the notice are those that hold unless a council says otherwise', () => {
  expect(Object.fromEntries(Object.entries(periods).map(([of, { months }]) => [of, months]))).toEqual({
    people: 72,
    messages: 24,
    answers: 12,
    claims: 24,
    mail_reports: 6,
    complaints: 24,
  })
  expect([linkDays, knownDays, answerBy('2026-11-26')]).toEqual([30, 400, '2026-12-26'])
})
