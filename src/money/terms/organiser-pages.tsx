import { Hono } from 'hono'
import { sayChanged, sayStored } from '#base/changed.ts'
import { type Calendar, nextWorkingDay } from '#base/council/working-day.ts'
import { addDays, londonDay, sayLongDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { toSettings } from '#base/web/sections.ts'
import { inWords } from '#base/words.ts'
import { selectBankHoliday, selectBankHolidays, selectTerm, selectTermDates } from './calendar-store.ts'
import { addBankHoliday, addTermDates, removeBankHoliday, removeTermDates } from './change-calendar.ts'
import { bankHolidayForm, termDatesForm, termsForm, termsTyped } from './forms.ts'
import { retireTerms, saveTerms } from './save-terms.ts'
import { selectAllTerms, selectVatCodesForTerms } from './store.ts'
import { BankHolidaysPage, TermDatesPage } from './views/calendar.tsx'
import { Example, TermsListPage } from './views/terms.tsx'
import { sayKept } from './words.ts'

const listBack = { href: '/organiser/terms', text: 'Terms of cancelling' }

const holidays = { href: '/organiser/bank-holidays', text: 'Bank holidays' }
const termDates = { href: '/organiser/term-dates', text: 'Term dates' }

const add = press({
  at: '/bank-holidays',
  form: bankHolidayForm,
  button: 'Add this day',
  act: addBankHoliday,
  refused: { held_already: { field: 'day', says: 'This day is entered already' } },
  done: ({ values }) => `${sayLongDay(values.day)} is a bank holiday now`,
  to: holidays.href,
})

const bankHolidays = page({
  at: '/bank-holidays',
  title: 'Bank holidays',
  back: toSettings,
  wide: true,
  read: ({ db }) => together({ days: selectBankHolidays(db) }),
  presses: { add },
  show: ({ days }, forms, { now }) => <BankHolidaysPage days={days} year={Number(londonDay(now).slice(0, 4))} form={forms.add()} />,
})

const removeDay = question({
  at: '/bank-holidays/:day{\\d{4}-\\d{2}-\\d{2}}/remove',
  read: ({ db, part }) => selectBankHoliday(db, part('day')),
  title: 'Remove a bank holiday',
  heading: ({ day }) => `Is ${sayLongDay(day)} no bank holiday?`,
  back: holidays,
  above: ({ name }) => (
    <P>
      “{name}” becomes a working day. Cancelling free of charge then ends later for events soon after it, also for those who have booked.
    </P>
  ),
  button: [{ text: 'Remove', kind: 'warning' }],
  or: { ...holidays, text: 'Keep it' },
  act: (act, _, { subject }) => removeBankHoliday(act, subject.day),
  refused: { not_held: { after: 'It was removed already' } },
  gone: 'It was removed already',
  done: ({ subject }) => `${sayLongDay(subject.day)} is a working day now`,
  to: holidays.href,
})

const addTerm = press({
  at: '/term-dates',
  form: termDatesForm,
  button: 'Add this term',
  act: addTermDates,
  refused: {
    overlaps: {
      field: 'firstDay',
      says: 'Some of these days are in a term that is entered already. Change the days, or remove that term',
    },
  },
  done: 'The term is entered',
  to: termDates.href,
})

const terms = page({
  at: '/term-dates',
  title: 'Term dates',
  back: toSettings,
  wide: true,
  read: ({ db }) => together({ terms: selectTermDates(db) }),
  presses: { addTerm },
  show: (subject, forms, { now }) => <TermDatesPage {...subject} today={londonDay(now)} form={forms.addTerm()} />,
})

const removeTerm = question({
  at: '/term-dates/:id/remove',
  read: ({ db, part }) => selectTerm(db, part('id')),
  title: 'Remove a term',
  heading: ({ name }) => `Remove ${name}?`,
  back: termDates,
  above: () => (
    <P>
      Its days are then judged by the other terms: as school holidays between two of them, and as ordinary working days before the first and
      after the last.
    </P>
  ),
  button: [{ text: 'Remove', kind: 'warning' }],
  or: { ...termDates, text: 'Keep it' },
  act: (act, _, { part }) => removeTermDates(act, part('id')),
  refused: { not_held: { after: 'It was removed already' } },
  gone: 'It was removed already',
  done: 'The term is removed',
  to: termDates.href,
})

/** A working day some weeks ahead, for showing terms without an event. */
const exampleDay = (now: Date, calendar: Calendar) => nextWorkingDay(addDays(londonDay(now), 60), calendar)

const list = page({
  at: '/terms',
  title: 'Terms of cancelling',
  wide: true,
  read: ({ db, now }) => selectAllTerms(db, now),
  show: (subject, _, { now }) => <TermsListPage {...subject} example={exampleDay(now, subject.calendar)} />,
})

/** The newest version of the terms of the address, if it may change; none for new terms. */
const readTerms = ({ db, now, part }: Asked) =>
  mapped(together({ all: selectAllTerms(db, now), vatCodes: selectVatCodesForTerms(db) }), ({ all: { terms, calendar }, vatCodes }) => {
    const newest = terms.find(({ key }) => key === part('key'))
    return part('key') !== '' && newest?.retiredAt !== null ? undefined : { newest, calendar, vatCodes }
  })

const another = 'Save again to make others beside them, or change them there'

const termsPage = (at: string, done: string) =>
  question({
    at,
    title: at === '/terms/new' ? 'Write terms of cancelling' : 'A new version of terms',
    heading: ({ newest }) => (newest ? `A new version of “${newest.name}”` : 'Write terms of cancelling'),
    back: listBack,
    read: readTerms,
    above: ({ newest }) => (newest ? <P>{sayKept(newest, 'until you choose the new version there')}</P> : null),
    form: (_, { vatCodes }) => termsForm(vatCodes),
    filled: ({ newest }) => (newest ? termsTyped(newest) : {}),
    hidden: ({ newest }) => ({ version: String(newest?.version ?? 0) }),
    preview: (facts, { calendar }, { now }) => <Example terms={facts} day={exampleDay(now, calendar)} calendar={calendar} />,
    button: ({ newest }) => (newest ? `Save as version ${newest.version + 1}` : 'Save these terms'),
    act: (act, facts, { subject: { newest }, id, field }) =>
      saveTerms(act, { id, facts, previous: newest && { key: newest.key, version: Number(field('version')) } }),
    refused: {
      changed_meanwhile: { field: 'name', says: sayChanged('These terms have', 'saved', 'Look at them in the list, then save again') },
      saved_otherwise: { field: 'name', says: sayStored('what it stored stands in the list of terms', another) },
    },
    done,
    to: listBack.href,
  })

const retire = question({
  at: '/terms/:key/retire',
  read: (asked) => mapped(readTerms(asked), (terms) => terms?.newest),
  title: 'Retire terms',
  heading: ({ name }) => `Retire “${name}”?`,
  back: listBack,
  above: ({ events, bookings }) => (
    <P>
      No event can choose these terms any more, and this cannot be undone. What has them keeps them: {inWords(events, 'event')} to come and{' '}
      {inWords(bookings, 'booking')}.
    </P>
  ),
  button: [{ text: 'Retire these terms', kind: 'warning' }],
  or: { ...listBack, text: 'Keep them' },
  act: (act, _, { subject }) => retireTerms(act, subject),
  refused: { changed_meanwhile: sayChanged('These terms have') },
  done: 'The terms are retired',
  to: listBack.href,
})

/** Bank holidays, term dates and terms of cancelling. Mounted at /organiser. */
export const organiserTermsPages = withPages(
  new Hono<AppEnv>(),
  bankHolidays,
  removeDay,
  terms,
  removeTerm,
  list,
  retire,
  termsPage('/terms/new', 'The terms are saved'),
  termsPage('/terms/:key', 'Saved as a new version. Choose it under the rules of booking of the events that are to have it'),
)
