import { change, drop, on, type Refusal, row } from '#test/support/refusing.ts'

const seat = row('Place', { id: 'place', bookingId: 'booking', eventId: 'event', personId: 'grace', state: 'confirmed' })
const question = row('EventQuestion', { id: 'question', eventId: 'event', scope: 'place' })
const booking = row('Booking', { id: 'booking', eventId: 'event' })
const answer = row('Answer', { questionId: 'question', bookingId: 'booking', placeId: 'place' })
const need = row('Need', { placeId: 'place', personId: 'grace', eventId: 'event' })
const mark = (values = {}) =>
  row('Mark', { sessionId: 'morning', placeId: 'place', markType: 'attended', receivedAt: on('13:00'), ...values })

const ofJune = row('Session', { id: 'morning', startsAt: '2026-06-12T08:30:00.000Z' })
const walkIn = row('WalkIn', { id: 'walkIn', schoolId: null })
const isOf = (schoolId: string) => row('WalkInSchool', { walkInId: 'walkIn', schoolId })

const setTo = (values: { replyDays?: number; dueSoonDays?: number; smallest?: number }) =>
  JSON.stringify({ replyDays: 10, dueSoonDays: 90, smallest: 5, ...values })

const arrived = { notice: 'line', subjectId: 'report', schoolId: 'school', at: on('09:00'), means: 'telephone', byId: 'account' }
const told = row('NoticeFact', { ...arrived, what: 'told' })
const lineShown = row('ReportReply', { reportId: 'report', schoolId: 'school', shownAt: on('09:00') })
/** A line that reached its school, with its last day to answer. */
const shownLine = row('ReportReply', {
  ...{ reportId: 'report', schoolId: 'school', shownAt: on('09:00') },
  ...{ reachedAt: on('09:00'), replyBy: '2026-03-16' },
})

/** A draft of one school, with an entry of its position. */
const positioned = [
  row('Report', { id: 'report', number: 1, madeById: 'grace', content: '{"rows":[{"schoolId":"school"}]}' }),
  row('SealedLeaf', { kind: 'position', subjectId: 'report' }),
]
const ended = (values: Record<string, string>) => row('FinalReport', { reportId: 'report', finalById: 'ada', ...values })

const certificate = (values = {}) =>
  row('Certificate', { eventId: 'event', personId: 'grace', placeId: 'place', fromDay: '2026-03-02', toDay: '2026-03-02', ...values })

const ofClosed = [row('Mark', { sessionId: 'morning', placeId: 'place' }), row('RegisterSignOff', { sessionId: 'morning' })]
const corrected = [row('StaffProposal', { kind: 'represents', subjectId: 'place', state: 'approved' })]

export const refusalsOfAttendance: Refusal[] = [
  {
    trigger: 'PlaceRepresents_of_closed_register',
    word: 'closed_register_stands',
    rule: 'nobody comes to represent a school once the register that marks them is closed',
    given: ofClosed,
    doing: row('PlaceRepresents', { placeId: 'place', schoolId: 'school' }),
    unless: corrected,
  },
  {
    trigger: 'PlaceRepresents_stays_in_closed_register',
    word: 'closed_register_stands',
    rule: 'whom somebody represented stays so once the register that marks them is closed',
    given: [row('PlaceRepresents', { placeId: 'place', schoolId: 'school' }), ...ofClosed],
    doing: drop('PlaceRepresents'),
    unless: corrected,
  },
  {
    trigger: 'Certificate_once',
    word: 'has_certificate',
    rule: 'of an event a person has one certificate that stands, and another takes its place by name',
    given: [certificate({ id: 'first' })],
    doing: certificate({ id: 'second' }),
    allowed: certificate({ id: 'second', replacesId: 'first' }),
  },
  {
    trigger: 'Certificate_of_somebody_who_came',
    word: 'did_not_attend',
    rule: 'a certificate is of somebody whom a register says to have attended',
    given: [mark({ id: 'mark', markType: 'absent' })],
    doing: certificate(),
    unless: [change('Mark', { markType: 'part' })],
  },
  {
    trigger: 'Certificate_of_present_person',
    word: 'person_is_erased',
    rule: 'nobody who was erased gets a certificate',
    given: [row('Person', { id: 'grace', name: null, erasedAt: on('09:00') })],
    doing: certificate(),
    unless: [change('Person', { erasedAt: null })],
  },
  {
    trigger: 'CertificateEnd_has_successor',
    word: 'nothing_supersedes',
    rule: 'a certificate is superseded by another, or revoked',
    given: [certificate({ id: 'first' })],
    doing: row('CertificateEnd', { certificateId: 'first', how: 'superseded' }),
    unless: [certificate({ id: 'second', replacesId: 'first' })],
  },
  {
    trigger: 'Report_comes_next',
    word: 'report_out_of_turn',
    rule: 'numbers of reports have no gap',
    given: [row('Report', { id: 'first', number: 1 })],
    doing: row('Report', { id: 'third', number: 3 }),
    allowed: row('Report', { id: 'second', number: 2 }),
  },
  {
    trigger: 'FinalReport_has_an_entry',
    word: 'report_has_no_entry',
    rule: 'a report is final once its position has an entry of the record',
    given: [row('Report', { id: 'report', number: 1, madeById: 'grace' })],
    doing: row('FinalReport', { reportId: 'report', finalById: 'ada' }),
    unless: [row('SealedLeaf', { number: 0, kind: 'position', subjectId: 'report' })],
  },
  {
    trigger: 'FinalFile_before_it_is_final',
    word: 'report_is_final',
    rule: 'no file comes to a report once it is final',
    given: [
      row('Report', { id: 'report', number: 1, madeById: 'grace' }),
      row('Report', { id: 'draft', number: 2, madeById: 'grace' }),
      row('SealedLeaf', { number: 0, kind: 'position', subjectId: 'report' }),
      row('FinalReport', { reportId: 'report', finalById: 'ada' }),
    ],
    doing: row('FinalFile', { reportId: 'report', name: 'given.pdf' }),
    allowed: row('FinalFile', { reportId: 'draft', name: 'given.pdf' }),
  },
  {
    trigger: 'FinalReport_after_showing',
    word: 'line_not_shown',
    rule: 'no report names schools before each that it counts was shown what it says',
    given: positioned,
    doing: ended({ form: 'named' }),
    unless: [lineShown],
  },
  {
    trigger: 'FinalReport_names_the_reached',
    word: 'names_unreached',
    rule: 'no report names a school at which nothing arrived',
    given: [...positioned, row('ReportLine', { reportId: 'report', schoolId: 'school', urn: '100001' }), lineShown],
    doing: ended({ form: 'named', beside: '[{"rows":[["Aylestone","100001"]]}]' }),
    allowed: ended({ form: 'named', beside: '[{"rows":[["Bosbury","100002"]]}]' }),
  },
  {
    trigger: 'FinalReport_after_time',
    word: 'time_to_reply_runs',
    rule: 'no report names schools while one that it reached may still answer',
    given: [...positioned, shownLine],
    doing: ended({ form: 'named', finalOn: '2026-03-16' }),
    allowed: ended({ form: 'named', finalOn: '2026-03-17' }),
  },
  {
    trigger: 'FinalReport_after_decisions',
    word: 'reply_not_decided',
    rule: 'no report names schools before it is decided on what each says is wrong',
    given: [...positioned, shownLine, change('ReportReply', { answer: 'wrong' })],
    doing: ended({ form: 'private', exemption: 'Paragraph 1', interest: 'One member of staff.', finalOn: '2026-03-17' }),
    unless: [change('ReportReply', { decision: 'stands' })],
  },
  {
    trigger: 'FinalReport_by_two',
    word: 'report_needs_a_second',
    rule: 'whoever made the draft of a report does not make it final, unless the settings leave that to one',
    given: [
      row('Report', { id: 'report', number: 1, madeById: 'grace' }),
      row('SealedLeaf', { number: 0, kind: 'position', subjectId: 'report' }),
    ],
    doing: row('FinalReport', { reportId: 'report', finalById: 'grace' }),
    allowed: row('FinalReport', { reportId: 'report', finalById: 'ada' }),
  },
  {
    trigger: 'FinalReport_by_two',
    word: 'report_needs_a_second',
    rule: 'whoever made the draft of a report does not make it final with another account of theirs',
    given: [
      row('Report', { id: 'report', number: 1, madeById: 'grace' }),
      row('SealedLeaf', { number: 0, kind: 'position', subjectId: 'report' }),
      row('Account', { id: 'grace', personId: 'hopper' }),
      row('Account', { id: 'ada', personId: 'hopper' }),
    ],
    doing: row('FinalReport', { reportId: 'report', finalById: 'ada' }),
    allowed: row('FinalReport', { reportId: 'report', finalById: 'lin' }),
  },
  {
    trigger: 'FinalReport_by_two',
    word: 'report_needs_a_second',
    rule: 'where the settings leave it to one person, a report needs no second',
    given: [
      row('Report', { id: 'report', number: 1, madeById: 'grace' }),
      row('SealedLeaf', { number: 0, kind: 'position', subjectId: 'report' }),
    ],
    doing: row('FinalReport', { reportId: 'report', finalById: 'grace' }),
    unless: [row('Setting', { key: 'council', value: '{"reportsBy":"one"}' })],
  },
  {
    trigger: 'Setting_of_reports_in_limits',
    word: 'setting_beyond_limits',
    rule: 'no school has fewer than ten school working days to answer to its line',
    given: [],
    doing: row('Setting', { key: 'thresholds', value: setTo({ replyDays: 9 }) }),
    allowed: row('Setting', { key: 'thresholds', value: setTo({ replyDays: 30, dueSoonDays: 180, smallest: 20 }) }),
  },
  {
    trigger: 'Setting_smallest_rises',
    word: 'smallest_only_rises',
    rule: 'the smallest count that is shown is never lowered',
    given: [row('Setting', { key: 'thresholds', value: setTo({ smallest: 10 }) })],
    doing: change('Setting', { value: setTo({ smallest: 9 }) }),
    allowed: change('Setting', { value: setTo({ smallest: 11 }) }),
  },
  {
    trigger: 'FrozenSchool_with_its_report',
    word: 'report_is_frozen',
    rule: 'nothing is added to a report once it is frozen',
    given: [
      row('FrozenReport', { id: 'report', number: 1 }),
      row('FrozenReport', { id: 'another', number: 2 }),
      row('Log', { subjectKind: 'frozen_report', subjectId: 'report' }),
    ],
    doing: row('FrozenSchool', { reportId: 'report' }),
    allowed: row('FrozenSchool', { reportId: 'another' }),
  },
  {
    trigger: 'FrozenStanding_with_its_report',
    word: 'standings_are_frozen',
    rule: 'nothing is added to how schools stood in a report once it is frozen',
    given: [
      row('FrozenReport', { id: 'report', number: 1 }),
      row('FrozenReport', { id: 'another', number: 2 }),
      row('Log', { subjectKind: 'frozen_report', subjectId: 'report' }),
    ],
    doing: row('FrozenStanding', { reportId: 'report' }),
    allowed: row('FrozenStanding', { reportId: 'another' }),
  },
  {
    trigger: 'ReplyWord_in_time',
    word: 'reply_time_is_over',
    rule: 'a school answers to its line until the last day that it was given',
    given: [shownLine],
    doing: row('ReplyWord', { reportId: 'report', schoolId: 'school', saidOn: '2026-03-17' }),
    allowed: row('ReplyWord', { reportId: 'report', schoolId: 'school', saidOn: '2026-03-16' }),
  },
  {
    trigger: 'ReplyDecision_on_the_last',
    word: 'reply_has_changed',
    rule: 'an officer decides on what a school answered last, where it says that its line is wrong',
    given: [shownLine, change('ReportReply', { replyId: 'second', answer: 'wrong' })],
    doing: row('ReplyDecision', { replyId: 'first' }),
    allowed: row('ReplyDecision', { replyId: 'second' }),
  },
  {
    trigger: 'ReportShowing_of_a_report',
    word: 'shows_no_report',
    rule: 'schools are shown what a report of the series or of coverage says, under its number',
    given: [row('Report', { id: 'fourteenth', number: 1 })],
    doing: row('ReportShowing', { reportId: 'fourteenth', kind: 'report', number: 2 }),
    allowed: row('ReportShowing', { reportId: 'fourteenth', kind: 'report', number: 1 }),
  },
  {
    trigger: 'ReportReply_once',
    word: 'line_was_shown',
    rule: 'a school is shown its line anew only where every mail about it came back',
    given: [lineShown, row('NoticeFact', { ...arrived, what: 'queued', means: null, byId: null, messageId: 'mail' })],
    doing: change('ReportReply', { shownAt: on('10:00') }),
    unless: [row('NoticeFact', { ...arrived, what: 'came_back', means: null, byId: null, messageId: 'mail' })],
  },
  {
    trigger: 'ReportReply_begins_unreached',
    word: 'reached_by_no_arrival',
    rule: 'a line is shown before it reaches its school',
    given: [],
    doing: row('ReportReply', { reportId: 'report', schoolId: 'school', reachedAt: on('09:00') }),
    allowed: row('ReportReply', { reportId: 'report', schoolId: 'school' }),
  },
  {
    trigger: 'ReportReply_reached_by_an_arrival',
    word: 'reached_by_no_arrival',
    rule: 'a line has reached its school by a mail that arrived, a call, a letter or an answer alone',
    given: [lineShown],
    doing: change('ReportReply', { reachedAt: on('11:00') }),
    unless: [row('NoticeFact', { ...arrived, what: 'told', at: on('11:00') })],
  },
  {
    trigger: 'ReportReply_keeps_its_days',
    word: 'days_to_reply_stand',
    rule: 'a school keeps the days to answer that it was given',
    given: [shownLine, told],
    doing: change('ReportReply', { replyBy: '2026-04-16' }),
    allowed: change('ReportReply', { replyBy: '2026-03-16' }),
  },
  {
    trigger: 'RequirementEdition_one_at_a_time',
    word: 'editions_overlap',
    rule: 'on no day are two editions of one requirement in force',
    given: [
      row('RequirementEdition', {
        id: 'first',
        requirementId: 'lead',
        whose: 'every_holder',
        roleIds: '["dsl"]',
        validFrom: '2026-09-01',
        validTo: null,
        supersededAt: null,
      }),
    ],
    doing: row('RequirementEdition', {
      id: 'second',
      requirementId: 'lead',
      whose: 'every_holder',
      roleIds: '["dsl"]',
      validFrom: '2027-09-01',
      validTo: null,
      supersededAt: null,
    }),
    unless: [change('RequirementEdition', { supersededAt: '2027-06-01T08:00:00.000Z' })],
  },
  {
    trigger: 'Answer_fits',
    word: 'answer_misplaced',
    rule: 'what is asked of each delegate is answered for a delegate',
    given: [booking, seat, question, change('EventQuestion', { scope: 'booking' })],
    doing: answer,
    unless: [change('EventQuestion', { scope: 'place' })],
  },
  {
    trigger: 'Answer_fits',
    word: 'answer_misplaced',
    rule: 'nothing is answered for a place that was cancelled',
    given: [booking, seat, question, change('Place', { state: 'cancelled' })],
    doing: answer,
    unless: [change('Place', { state: 'confirmed' })],
  },
  {
    trigger: 'Need_of_present_person',
    word: 'need_without_place',
    rule: 'what somebody needs is kept while they are on a place',
    given: [seat, change('Place', { personId: 'ada' })],
    doing: need,
    unless: [change('Place', { personId: 'grace' })],
  },
  {
    trigger: 'Mark_of_someone_expected',
    word: 'not_on_this_register',
    rule: 'a place is marked at the sessions that it attends',
    given: [row('PlaceSession', { placeId: 'place', sessionId: 'afternoon' })],
    doing: mark(),
    unless: [change('PlaceSession', { sessionId: 'morning' })],
  },
  {
    trigger: 'Mark_of_someone_expected',
    word: 'not_on_this_register',
    rule: 'whoever came without a place is marked at the session at which they came',
    given: [row('WalkIn', { id: 'walk-in', sessionId: 'afternoon' })],
    doing: mark({ placeId: null, walkInId: 'walk-in' }),
    unless: [change('WalkIn', { sessionId: 'morning' })],
  },
  {
    trigger: 'Mark_of_someone_expected',
    word: 'corrects_mark_of_another',
    rule: 'a mark is corrected by one of the same delegate',
    given: [
      row('PlaceSession', { placeId: 'place', sessionId: 'morning' }),
      row('Mark', { id: 'first', sessionId: 'morning', placeId: 'other' }),
    ],
    doing: mark({ correctsId: 'first' }),
    unless: [change('Mark', { placeId: 'place' })],
  },
  {
    trigger: 'Mark_after_sign_off',
    word: 'register_is_signed',
    rule: 'a mark after the signing off says why',
    given: [row('RegisterSignOff', { sessionId: 'morning', signedAt: on('12:00') })],
    doing: mark({ reason: ' ' }),
    allowed: mark({ reason: 'She came late.' }),
  },
  {
    trigger: 'Mark_after_sign_off',
    word: 'register_is_signed',
    rule: 'a mark with a reason came after the signing off',
    given: [row('RegisterSignOff', { sessionId: 'morning', signedAt: on('13:00') })],
    doing: mark({ reason: 'She came late.' }),
    unless: [change('RegisterSignOff', { signedAt: on('12:59') })],
  },
  {
    trigger: 'Mark_of_someone_named',
    word: 'place_not_named',
    rule: 'whoever came on a place without a name is named first',
    given: [seat, change('Place', { personId: null })],
    doing: mark(),
    unless: [change('Place', { personId: 'grace' })],
  },
  {
    trigger: 'MeetingAttendance_of_standing_report',
    word: 'report_taken_back',
    rule: 'nothing more is kept of a report that was taken back',
    given: [row('MeetingReport', { id: 'back', takenBackAt: on('13:00') }), row('MeetingReport', { id: 'stands', takenBackAt: null })],
    doing: row('MeetingAttendance', { reportId: 'back' }),
    allowed: row('MeetingAttendance', { reportId: 'stands' }),
  },
  {
    trigger: 'WatchedTogether_of_one_school',
    word: 'not_at_one_screen',
    rule: 'those who watch together are of one school and have a place at the session',
    given: [
      row('School', { id: 'school', rootId: 'school' }),
      row('School', { id: 'elsewhere', rootId: 'elsewhere' }),
      row('Place', { id: 'screen', schoolId: 'school', state: 'confirmed' }),
      row('Place', { id: 'beside', schoolId: 'elsewhere', state: 'confirmed' }),
      ...['screen', 'beside'].map((placeId) => row('PlaceSession', { placeId, sessionId: 'morning' })),
    ],
    doing: row('WatchedTogether', { sessionId: 'morning', placeId: 'beside', withPlaceId: 'screen' }),
    unless: [change('Place', { schoolId: 'school' }, 'beside')],
  },
  {
    trigger: 'WatchedTogether_once_begun',
    word: 'not_watched_yet',
    rule: 'nobody has watched a session that has not begun',
    given: [row('Session', { id: 'morning', startsAt: on('09:30') })],
    doing: row('WatchedTogether', { sessionId: 'morning', saidAt: on('09:29') }),
    allowed: row('WatchedTogether', { sessionId: 'morning', saidAt: on('09:30') }),
  },
  {
    trigger: 'Joining_in_its_time',
    word: 'not_time_to_join',
    rule: 'an online event is joined from half an hour before it begins',
    given: [seat, row('Session', { id: 'morning', eventId: 'event', startsAt: on('09:30'), endsAt: on('12:00') })],
    doing: row('Joining', { sessionId: 'morning', joinedAt: on('08:59') }),
    allowed: row('Joining', { sessionId: 'morning', joinedAt: on('09:00') }),
  },
  {
    trigger: 'Joining_in_its_time',
    word: 'not_time_to_join',
    rule: 'nobody joins a session that has ended',
    given: [seat, row('Session', { id: 'morning', eventId: 'event', startsAt: on('09:30'), endsAt: on('12:00') })],
    doing: row('Joining', { sessionId: 'morning', joinedAt: on('12:00') }),
    allowed: row('Joining', { sessionId: 'morning', joinedAt: on('11:59') }),
  },
  {
    trigger: 'Mark_not_before_its_day',
    word: 'before_its_day',
    rule: 'nobody has come to a session before its day',
    given: [seat, ofJune],
    doing: mark({ receivedAt: '2026-06-11T22:59:59.999Z' }),
    allowed: mark({ receivedAt: '2026-06-11T23:00:00.000Z' }),
  },
  {
    trigger: 'Mark_not_before_its_day',
    word: 'before_its_day',
    rule: 'nobody has stayed away from a session before its day, but they can have sent their apologies',
    given: [seat, ofJune],
    doing: mark({ markType: 'absent', receivedAt: '2026-06-01T09:00:00.000Z' }),
    allowed: mark({ markType: 'apologies', receivedAt: '2026-06-01T09:00:00.000Z' }),
  },
  {
    trigger: 'RegisterSignOff_not_before_its_end',
    word: 'session_is_not_over',
    rule: 'no register is signed off before its session has ended',
    given: [row('Session', { id: 'morning', startsAt: on('09:30'), endsAt: on('12:00') })],
    doing: row('RegisterSignOff', { sessionId: 'morning', signedAt: on('11:59') }),
    allowed: row('RegisterSignOff', { sessionId: 'morning', signedAt: on('12:00') }),
  },
  {
    trigger: 'RegisterSignOff_everyone_marked',
    word: 'not_everyone_marked',
    rule: 'a register is signed off once everybody expected is marked',
    given: [seat, row('PlaceSession', { placeId: 'place', sessionId: 'morning' })],
    doing: row('RegisterSignOff', { sessionId: 'morning' }),
    unless: [row('Mark', { placeId: 'place', sessionId: 'morning' })],
  },
  {
    trigger: 'RegisterSignOff_everyone_marked',
    word: 'not_everyone_marked',
    rule: 'a register is signed off once whoever came without a place is marked',
    given: [row('WalkIn', { id: 'walk-in', sessionId: 'morning' })],
    doing: row('RegisterSignOff', { sessionId: 'morning' }),
    unless: [drop('WalkIn')],
  },
  {
    trigger: 'WalkIn_comes_once',
    word: 'has_come_already',
    rule: 'somebody who came without a place is on a register once',
    given: [row('WalkIn', { id: 'first', sessionId: 'morning', personId: 'grace' })],
    doing: row('WalkIn', { id: 'second', sessionId: 'morning', personId: 'grace' }),
    allowed: row('WalkIn', { id: 'second', sessionId: 'noon', personId: 'grace' }),
  },
  {
    trigger: 'WalkIn_school_is_decided',
    word: 'walk_in_school_is_decided',
    rule: 'of which school somebody came changes only by a row that says who decided it',
    given: [walkIn, isOf('oakfield')],
    doing: change('WalkIn', { schoolId: 'ashfield' }),
    allowed: change('WalkIn', { schoolId: 'oakfield' }),
  },
]
