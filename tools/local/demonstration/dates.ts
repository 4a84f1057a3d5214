// When everything in the demonstration happens. What has happened lies on days before today, so
// that nothing is dated ahead at any hour; today there is one conference, which is going on.
import { addDays, addMinutes, type Day, type Instant, instant, londonDay } from '#base/dates.ts'
import type { Conference } from './conference.ts'
import { schoolDaysFrom, schoolYearOf, weekday } from './terms.ts'
import { at } from './time.ts'

/** School days before a conference on which it is announced, and after which nobody books. */
const [announcedBefore, lastBookingBefore] = [54, 3]

const sayYear = (year: number): string => `${year}/${String((year + 1) % 100).padStart(2, '0')}`

/** The conference of today began at a half hour, and ends before midnight. */
const todays = (now: Date) => {
  const today = londonDay(now)
  const [midnight, lastMinute] = [at(today, '00:00'), addMinutes(at(addDays(today, 1), '00:00'), -1)]
  const earliest = (...of: Date[]): Date => new Date(Math.min(...of.map((one) => one.getTime())))
  const halfHours = Math.max(0, Math.floor((now.getTime() - midnight.getTime()) / 60_000 / 30 - 0.4))
  const from = earliest(addMinutes(midnight, halfHours * 30), addMinutes(lastMinute, -149))
  const to = earliest(addMinutes(from, 330), lastMinute)
  const doors = new Date(Math.max(midnight.getTime(), addMinutes(from, -22).getTime()))
  return { from, to, doors, noted: earliest(now, addMinutes(from, 12)) }
}

/** The dates of one conference, counted in school days. */
const ofConference = (now: Date, conference: Conference) => {
  const first = conference.sessions[0]?.days ?? 0
  const day = schoolDaysFrom(londonDay(now))
  const on = (days: number, time: string): Date => at(day(days), time)
  const before = (days: number | undefined): Instant | null => (days === undefined ? null : instant(on(first - days, '15:00')))
  const timed = (days: number, { from, to }: { from: string; to: string }) => {
    const { from: startsAt, to: endsAt } = days === 0 ? todays(now) : { from: on(days, from), to: on(days, to) }
    return { startsAt: instant(startsAt), endsAt: instant(endsAt) }
  }
  const later = conference.turn === 'moved' ? 5 : 0
  const heldOn = (earlier: number) => conference.sessions.map((session) => timed(session.days - earlier, session))
  const end = heldOn(0).at(-1)?.endsAt ?? ''
  const afterwards = (days: number): Date => at(addDays(londonDay(end), days + (conference.turn === 'late_sheet' ? 8 : 0)), '09:00')
  return {
    announced: on(Math.min(first, announcedBefore - 2) - announcedBefore, '10:20'),
    opens: before(conference.opensDaysBefore),
    lastBooking: on(Math.min(first - later - lastBookingBefore, -1), '16:40'),
    lastCancelling: on(Math.min(first, 0) - 1, '17:30'),
    sessions: heldOn(0),
    breaks: (conference.breaks ?? []).map(({ title, ...one }) => ({ title, ...timed(first, one) })),
    /** Before it was moved to a week later, and when that was. */
    planned: heldOn(later),
    moved: on(first - later - 13, '11:05'),
    cancelled: on(first - 6, '09:35'),
    namesDue: before(conference.namesDueDaysBefore),
    choicesClose: before(conference.choicesCloseDaysBefore),
    early: before(conference.prices?.earlyDaysBefore),
    released: before(conference.heldBack?.releaseDaysBefore),
    /** When people are asked what it was worth, have answered, and are asked for the last time. */
    evaluated: { asked: afterwards(1), answered: afterwards(3), closed: afterwards(4) },
  }
}

export type ConferenceDates = ReturnType<typeof ofConference>

/** What hangs on the day alone. Whatever takes an `n` is of the nth of several. */
const ofDay = (today: Day) => {
  const day = schoolDaysFrom(today)
  const on = (days: number, time: string): Date => at(day(days), time)
  const office = (days: number, time: string): Date => at(weekday(today, days), time)
  return {
    /** Of the first people and settings. */
    beginning: on(-440, '09:10'),
    /** Courses before Muster. */
    courses: [day(-560), day(-500), day(-455)],
    newSchools: office(-78, '10:00'),
    prices: on(-78, '10:05'),
    /** School years of which the council has entered the terms. */
    schoolYears: [-3, -2, -1, 0, 1].map((n) => schoolYearOf(today) + n),
    door: office(-1, '12:00'),
    roles: {
      ...{ asked: on(-28, '09:00'), confirmed: on(-3, '09:30'), left: on(-2, '11:00') },
      ...{ imported: office(-1, '09:30'), askedAgain: office(-1, '10:00'), disputed: office(-1, '10:30') },
    },
    requirements: {
      ...{
        trainings: office(-2, '11:00'),
        evidence: office(-2, '12:00'),
        exceptions: office(-2, '13:00'),
        statements: office(-2, '14:00'),
      },
    },
    /** So many school days ago. */
    ago: (days: number) => day(-days),
    chased: (days: number) => on(-days, '10:20'),
    /** When it was said that case records were read. */
    read: (days: number) => on(-days, '11:40'),
    /** Reports of a training rule, and of a school year: frozen, shown to schools, answered, decided. */
    frozen: {
      ...{ first: on(-56, '09:30'), second: on(-28, '09:30'), every: on(-1, '09:30') },
      ...{ year: on(-28, '09:40'), shown: on(-28, '10:30') },
      ...{ answered: (n: number) => on(n - 26, '11:20'), decided: (n: number) => on(n - 25, '15:05') },
    },
    /** Numbered reports: their day, when they were made, shown to schools, answered, decided, final. */
    reports: {
      first: { day: day(-23), made: on(-22, '09:40'), final: on(-22, '15:10') },
      named: {
        ...{ day: day(-17), made: on(-16, '09:40'), shown: on(-16, '10:00'), final: on(-4, '14:30') },
        ...{ answered: (n: number) => on(n - 15, '11:10'), decided: (n: number) => on(n - 14, '15:20') },
      },
      draft: { day: weekday(today, -2), made: office(-1, '16:40') },
    },
    committee: { frozen: office(-1, '16:30'), asAt: weekday(today, -2) },
    /** What scrutiny recommended: the two months to answer it are not over. */
    recommendations: {
      ...{ made: weekday(today, -28), noted: office(-27, '11:00'), answered: office(-8, '14:00') },
      ...{ done: weekday(today, -3), said: office(-2, '15:30'), due: weekday(today, 30), newDay: weekday(today, 20) },
    },
    guidance: {
      noted: { late: on(-50, '11:00'), policy: on(-33, '09:20'), undecided: on(-18, '14:40'), undecidedOn: day(-20) },
      advice: { availableOn: addDays(day(-44), -23), issued: on(-44, '09:30'), dueOn: day(-14) },
      policy: { availableOn: day(-34), decidedOn: day(-26), issued: on(-24, '10:10'), dueOn: day(28), reviewOn: day(150) },
      answers: {
        ...{ decidedOn: (n: number) => day(-7 - ((n * 5) % 16)), answered: (n: number) => on(-5 - ((n * 5) % 16), '15:20') },
        ...{ frozen: on(-4, '16:00'), launched: on(-3, '10:00'), checked: on(-2, '11:00'), looked: on(-2, '13:00') },
      },
      next: { begun: on(-3, '14:00'), dueOn: day(42) },
    },
    /** The audit of last school year, and that of this one. */
    lastAudit: {
      ...{
        year: sayYear(schoolYearOf(day(-9)) - 1),
        yearBefore: sayYear(schoolYearOf(day(-9)) - 2),
        written: on(-520, '10:00'),
        opened: on(-136, '10:00'),
      },
      ...{ submitted: (n: number) => on(-n, '09:00'), onPaper: day(-116), entered: on(-115, '10:00') },
      ...{
        deadline: on(-113, '16:00'),
        final: on(-103, '16:00'),
        drawn: on(-98, '10:00'),
        closed: on(-84, '10:00'),
        told: on(-82, '10:00'),
      },
      ...{ visited: (n: number) => on(n - 92, '10:00'), checked: (n: number) => on(n - 90, '10:00') },
      ...{ planned: on(-90, '11:00'), overdue: day(-18), done: on(-55, '11:00'), toBeDone: day(-52), ahead: day(21) },
    },
    audit: {
      ...{ year: sayYear(schoolYearOf(day(-9))), copied: on(-14, '10:00'), opened: on(-9, '10:00'), filled: on(-3, '15:30') },
      ...{ signed: (n: number) => on(-2, n === 0 ? '09:30' : '11:30'), deadline: on(17, '16:00'), final: on(32, '16:00') },
      ...{ longer: on(-4, '11:15'), longerDeadline: on(27, '16:00'), longerFinal: on(37, '16:00') },
    },
    notice: on(-28, '10:00'),
    /** A school day, on which letters go. */
    digest: on(-1, '09:00'),
    laterEvaluations: { asked: on(-8, '09:00'), answered: on(-5, '09:00'), closed: on(-3, '09:00'), released: on(-2, '09:00') },
    claims: office(-3, '08:40'),
    /** Mail of before was delivered then; what is later arrives while it is loaded. */
    mailed: office(-1, '00:00'),
    accounts: {
      ...{ details: office(-2, '17:20'), journal: office(-2, '17:30'), invoices: office(-2, '17:40') },
      ...{ paid: office(-1, '10:00'), disputed: office(-1, '15:10') },
    },
  }
}

let kept: { today: Day; dates: ReturnType<typeof ofDay> } | undefined

/**
 * When everything happens in a demonstration that is loaded at `now`; days are London's. Most is
 * counted in days on which schools are open, and what only the council does from Monday to Friday.
 */
export const demonstrationDates = (now: Date) => {
  const today = londonDay(now)
  if (kept?.today !== today) kept = { today, dates: ofDay(today) }
  return {
    ...kept.dates,
    /** When people were reminded, the doors opened, and who came was noted. */
    today: { ...todays(now), reminded: at(addDays(today, -1), '08:05') },
    of: (conference: Conference) => ofConference(now, conference),
  }
}
