import { type Context, Hono } from 'hono'
import { sayChanged, sayStored } from '#base/changed.ts'
import { type Calendar, nextWorkingDay } from '#base/council/working-day.ts'
import { addDays, londonDay, sayLongDay } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, typedOf } from '#base/web/form.ts'
import { readBankHolidays, readTermDates } from './calendar-store.ts'
import { addBankHoliday, addTermDates, removeBankHoliday, removeTermDates } from './change-calendar.ts'
import { asPounds, bankHolidayForm, termDatesForm, termsFields, termsForm, versionForm } from './forms.ts'
import { retireTerms, saveTerms } from './save-terms.ts'
import { readAllTerms, vatCodesForTerms } from './store.ts'
import type { TermsFacts } from './terms.ts'
import { BankHolidaysPage, RemovePage, TermDatesPage } from './views/calendar.tsx'
import { RetireTermsPage, TermsFormPage, TermsListPage } from './views/terms.tsx'

type C = Context<AppEnv>

const back = { href: '/organiser', text: 'Organise' }
const listBack = { href: '/organiser/terms', text: 'Terms of cancelling' }
const body = (c: C) => c.req.parseBody({ all: true })

const showBankHolidays = async (c: C, typed: Record<string, string> = {}, problems?: Problems) => {
  const days = await readBankHolidays(c.env.DB)
  const year = Number(londonDay(c.var.act.now).slice(0, 4))
  const missing = [year, year + 1].filter((one) => !days.some(({ day }) => day.startsWith(`${one}-`)))
  return c.render(<BankHolidaysPage days={days} missing={missing} typed={typed} problems={problems} />, {
    title: 'Bank holidays',
    back,
    hasProblems: problems !== undefined,
  })
}

const showTermDates = async (c: C, typed: Record<string, string> = {}, problems?: Problems) =>
  c.render(<TermDatesPage terms={await readTermDates(c.env.DB)} typed={typed} problems={problems} />, {
    title: 'Term dates',
    back: { href: '/organiser/bank-holidays', text: 'Bank holidays' },
    hasProblems: problems !== undefined,
  })

/** A working day some weeks ahead, for showing terms without an event. */
const exampleDay = (c: C, calendar: Calendar) => nextWorkingDay(addDays(londonDay(c.var.act.now), 60), calendar)

const meanwhile = sayChanged('These terms have')

const filled = (facts: TermsFacts): Record<string, string> => ({
  name: facts.name,
  freeDays: String(facts.freeDays),
  partDays: facts.partDays === null ? '' : String(facts.partDays),
  partPounds: asPounds(facts.partPence),
  fullPounds: asPounds(facts.fullPence),
  absentPounds: asPounds(facts.absentPence),
  termTimeOnly: facts.termTimeOnly ? 'yes' : '',
  notes: facts.notes,
  vatCodeId: facts.vatCodeId ?? '',
})

/**
 * The newest version of the terms of the address, with the calendar; retired terms cannot change.
 */
const termsOf = async (c: C) => {
  const { terms, calendar } = await readAllTerms(c.env.DB, c.var.act.now)
  const newest = terms.find((one) => one.key === c.req.param('key'))
  if (!newest || newest.retiredAt !== null) throw notFound('terms')
  return { newest, calendar }
}

const handleForm = async (c: C, of: Awaited<ReturnType<typeof termsOf>> | undefined) => {
  const { act } = c.var
  const form = await body(c)
  const id = formId(form, c.var.act.now)
  const typed = typedOf(form, termsFields)
  const { version, action } = versionForm.parse(form)
  const page = of ? { title: 'A new version of terms', back: listBack } : { title: 'Write terms of cancelling', back: listBack }
  const vatCodes = await vatCodesForTerms(act.db)
  const known = ['', ...vatCodes.map((code) => code.id)]
  const read = termsForm
    .refine((facts) => known.includes(facts.vatCodeId ?? ''), { path: ['vatCodeId'], message: 'Choose VAT from the list' })
    .safeParse(form)
  if (!read.success) {
    c.status(422)
    return c.render(<TermsFormPage vatCodes={vatCodes} of={of?.newest} id={id} typed={typed} problems={problemsOf(read.error)} />, {
      ...page,
      hasProblems: true,
    })
  }
  if (action === 'preview') {
    const calendar = of?.calendar ?? (await readAllTerms(act.db, act.now)).calendar
    return c.render(
      <TermsFormPage
        vatCodes={vatCodes}
        of={of?.newest}
        id={id}
        typed={typed}
        preview={{ facts: read.data, day: exampleDay(c, calendar), calendar }}
      />,
      page,
    )
  }
  const saved = await saveTerms(act, { id, facts: read.data, previous: of ? { key: of.newest.key, version } : undefined })
  if (!saved.ok && saved.reason === 'saved_otherwise') {
    const { terms, calendar } = await readAllTerms(act.db, act.now)
    const key = of?.newest.key ?? id
    const stored = terms.find((one) => one.key === key)
    c.status(409)
    return c.render(
      <TermsFormPage
        vatCodes={vatCodes}
        of={stored}
        id={newId(act.now)}
        typed={typed}
        problems={{ name: sayStored('what it stored stands above', 'Save again to make it a new version') }}
        preview={stored && { facts: stored, day: exampleDay(c, calendar), calendar, isSaved: true }}
      />,
      { ...page, hasProblems: true },
    )
  }
  if (!saved.ok) {
    c.status(409)
    return c.render(<TermsFormPage vatCodes={vatCodes} of={of?.newest} id={id} typed={typed} problems={{ name: meanwhile }} />, {
      ...page,
      hasProblems: true,
    })
  }
  flash(c, of ? 'Saved as a new version. Choose it under the rules of booking of the events that are to have it' : 'The terms are saved')
  return c.redirect('/organiser/terms', 303)
}

/** Bank holidays, term dates and terms of cancelling. Mounted at /organiser. */
export const organiserTermsPages = new Hono<AppEnv>()
  .get('/bank-holidays', (c) => showBankHolidays(c))
  .post('/bank-holidays', async (c) => {
    const form = await body(c)
    const typed = typedOf(form, ['day', 'name', 'source'])
    const read = bankHolidayForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showBankHolidays(c, typed, problemsOf(read.error))
    }
    const added = await addBankHoliday(c.var.act, read.data)
    if (!added.ok) {
      c.status(409)
      return showBankHolidays(c, typed, { day: `${sayLongDay(read.data.day)} is entered already` })
    }
    flash(c, `${sayLongDay(read.data.day)} is a bank holiday now`)
    return c.redirect('/organiser/bank-holidays', 303)
  })
  .get('/bank-holidays/:day{\\d{4}-\\d{2}-\\d{2}}/remove', async (c) => {
    const found = (await readBankHolidays(c.env.DB)).find(({ day }) => day === c.req.param('day'))
    if (!found) throw notFound('bank holiday')
    return c.render(
      <RemovePage
        title={`Is ${sayLongDay(found.day)} no bank holiday?`}
        says={`“${found.name}” becomes a working day. Cancelling free of charge then ends later for events soon after it, also for those who have booked.`}
        back="/organiser/bank-holidays"
      />,
      { title: 'Remove a bank holiday', back: { href: '/organiser/bank-holidays', text: 'Bank holidays' } },
    )
  })
  .post('/bank-holidays/:day{\\d{4}-\\d{2}-\\d{2}}/remove', async (c) => {
    const day = c.req.param('day')
    const removed = await removeBankHoliday(c.var.act, day)
    flash(c, removed.ok ? `${sayLongDay(day)} is a working day now` : 'It was removed already', removed.ok)
    return c.redirect('/organiser/bank-holidays', 303)
  })

  .get('/term-dates', (c) => showTermDates(c))
  .post('/term-dates', async (c) => {
    const form = await body(c)
    const typed = typedOf(form, ['name', 'firstDay', 'lastDay', 'source'])
    const read = termDatesForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showTermDates(c, typed, problemsOf(read.error))
    }
    const added = await addTermDates(c.var.act, read.data)
    if (!added.ok) {
      c.status(409)
      return showTermDates(c, typed, {
        firstDay: 'Some of these days are in a term that is entered already. Change the days, or remove that term',
      })
    }
    flash(c, 'The term is entered')
    return c.redirect('/organiser/term-dates', 303)
  })
  .get('/term-dates/:id/remove', async (c) => {
    const found = (await readTermDates(c.env.DB)).find(({ id }) => id === c.req.param('id'))
    if (!found) throw notFound('term')
    return c.render(
      <RemovePage
        title={`Remove ${found.name}?`}
        says="Its days are then judged by the other terms: as school holidays between two of them, and as ordinary working days before the first and after the last."
        back="/organiser/term-dates"
      />,
      { title: 'Remove a term', back: { href: '/organiser/term-dates', text: 'Term dates' } },
    )
  })
  .post('/term-dates/:id/remove', async (c) => {
    const removed = await removeTermDates(c.var.act, c.req.param('id'))
    flash(c, removed.ok ? 'The term is removed' : 'It was removed already', removed.ok)
    return c.redirect('/organiser/term-dates', 303)
  })

  .get('/terms', async (c) => {
    const { terms, calendar } = await readAllTerms(c.env.DB, c.var.act.now)
    return c.render(<TermsListPage terms={terms} example={exampleDay(c, calendar)} calendar={calendar} />, {
      title: 'Terms of cancelling',
      back,
    })
  })
  .get('/terms/new', async (c) =>
    c.render(<TermsFormPage vatCodes={await vatCodesForTerms(c.env.DB)} id={newId(c.var.act.now)} typed={{}} />, {
      title: 'Write terms of cancelling',
      back: listBack,
    }),
  )
  .post('/terms/new', (c) => handleForm(c, undefined))
  .get('/terms/:key', async (c) => {
    const { newest } = await termsOf(c)
    return c.render(
      <TermsFormPage vatCodes={await vatCodesForTerms(c.env.DB)} of={newest} id={newId(c.var.act.now)} typed={filled(newest)} />,
      {
        title: 'A new version of terms',
        back: listBack,
      },
    )
  })
  .post('/terms/:key', async (c) => handleForm(c, await termsOf(c)))
  .get('/terms/:key/retire', async (c) => {
    const { newest } = await termsOf(c)
    return c.render(<RetireTermsPage terms={newest} />, { title: 'Retire terms', back: listBack })
  })
  .post('/terms/:key/retire', async (c) => {
    const { newest } = await termsOf(c)
    const retired = await retireTerms(c.var.act, newest)
    if (!retired.ok) {
      c.status(409)
      return c.render(<RetireTermsPage terms={newest} problem={meanwhile} />, { title: 'Retire terms', back: listBack, hasProblems: true })
    }
    flash(c, 'The terms are retired')
    return c.redirect('/organiser/terms', 303)
  })
