import { expect, it } from 'vitest'
import { isLate } from '#attendance/attendance/mark.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { readNow } from '#base/db/read.ts'
import { addBankHoliday, removeBankHoliday } from '#money/terms/change-calendar.ts'
import { saveTerms } from '#money/terms/save-terms.ts'
import { selectLatestTerms } from '#money/terms/store.ts'
import { anAccount, anAct, anEvent, db, htmlOf, request, rows, run } from '#test/support/factories.ts'
import { aVatCode } from '#test/support/money.ts'

const organiser = () => anAccount({ roles: ['organiser'] })

const typed = {
  ...{ name: 'Paid conferences', freeDays: '10', partDays: '3', partPounds: '35', fullPounds: '70.00', absentPounds: '£50', notes: '' },
  action: 'save',
}

const stored = (name: string) =>
  rows(
    `SELECT version, freeDays, partDays, partPence, fullPence, absentPence, termTimeOnly, retiredAt IS NOT NULL AS retired
     FROM CancellationTerms WHERE name = ?1 ORDER BY version`,
    name,
  )

// “Organisers write terms: working days of notice with which cancelling is free or costs a part,
// a full charge after that, and a charge for not attending.”
it('an organiser previews terms with the exact moments, saves them, and pounds are kept as whole pence', async () => {
  const { cookie } = await organiser()
  const preview = await (await request('/organiser/terms/new', { cookie, form: { ...typed, action: 'preview' } })).text()
  expect(preview).toContain('Preview, not saved')
  expect(preview).toMatch(/Cancelling is free of charge until 23:59 on \w+day \d+ \w+ 20\d\d/)
  expect(await stored(typed.name)).toEqual([])
  const id = crypto.randomUUID()
  const twice = await Promise.all([1, 2].map(() => request('/organiser/terms/new', { cookie, form: { ...typed, id } })))
  expect(twice.map(({ status }) => status)).toEqual([303, 303])
  const version = {
    version: 1,
    freeDays: 10,
    partDays: 3,
    partPence: 3500,
    fullPence: 7000,
    absentPence: 5000,
    termTimeOnly: 0,
    retired: 0,
  }
  expect(await stored(typed.name)).toEqual([version])
  expect(await (await request('/organiser/terms', { cookie })).text()).toContain('Paid conferences')
})

it('a form that is sent again with something else in it says that it stored terms, keeps what was typed, and makes others when it is sent once more', async () => {
  const { cookie } = await organiser()
  const form = { ...typed, name: 'Sent again', id: crypto.randomUUID() }
  expect((await request('/organiser/terms/new', { cookie, form })).status).toBe(303)
  const again = await request('/organiser/terms/new', { cookie, form: { ...form, name: 'Others', fullPounds: '99', notes: 'Ring us' } })
  const page = await again.text()
  expect(again.status).toBe(409)
  expect(page).toContain('This form was saved before: what it stored stands in the list of terms')
  expect(page).toMatch(/name="fullPounds"[^>]*value="99"/)
  expect((await stored('Sent again')).map(({ version, fullPence }) => [version, fullPence])).toEqual([[1, 7000]])
  const id = /name="id" value="([^"]+)"/.exec(page)?.[1] ?? ''
  expect((await request('/organiser/terms/new', { cookie, form: { ...form, id, name: 'Others', fullPounds: '99' } })).status).toBe(303)
  expect((await stored('Others')).map(({ version, fullPence }) => [version, fullPence])).toEqual([[1, 9900]])
})

// “An edit is a new version; what was accepted before is never rewritten.”
it('an edit is a new version: what was accepted before is never rewritten, and of two edits at once one is told', async () => {
  const { actor, cookie } = await organiser()
  const facts = {
    ...{ name: 'Versions', freeDays: 5, partDays: null, partPence: null, fullPence: 4000, absentPence: 0 },
    termTimeOnly: false,
    notes: '',
  }
  const id = crypto.randomUUID()
  await saveTerms(anAct({ actor }), { id, facts })
  const page = await (await request(`/organiser/terms/${id}`, { cookie })).text()
  expect(page).toContain('A new version of “Versions”')
  const ask = (pounds: string) =>
    request(`/organiser/terms/${id}`, {
      cookie,
      form: { ...typed, name: 'Versions', partDays: '', partPounds: '', fullPounds: pounds, version: '1', id: crypto.randomUUID() },
    })
  const answers = await Promise.all([ask('41'), ask('42')])
  expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([303, 409])
  expect((await stored('Versions')).map(({ version, freeDays }) => [version, freeDays])).toEqual([
    [1, 5],
    [2, 10],
  ])
  expect(await (await ask('43')).text()).toContain('These terms have changed since you opened this page')
  expect((await readNow(db, selectLatestTerms(db))).filter(({ name }) => name === 'Versions').map(({ version }) => version)).toEqual([2])
  await expect(run(`UPDATE CancellationTerms SET fullPence = 1 WHERE id = ?1`, id)).rejects.toThrow('terms_stand')
})

// “Retired terms can no longer be chosen; what has them keeps them.”
it('retired terms can no longer be chosen or changed', async () => {
  const { actor, cookie } = await organiser()
  const facts = {
    ...{ name: 'Old', freeDays: 5, partDays: null, partPence: null, fullPence: 4000, absentPence: 0 },
    termTimeOnly: false,
    notes: '',
  }
  const id = crypto.randomUUID()
  await saveTerms(anAct({ actor }), { id, facts })
  expect(await (await request(`/organiser/terms/${id}/retire`, { cookie })).text()).toContain('Retire “Old”?')
  expect((await request(`/organiser/terms/${id}/retire`, { cookie, form: {}, method: 'POST' })).status).toBe(303)
  expect((await readNow(db, selectLatestTerms(db))).some(({ name }) => name === 'Old')).toBe(false)
  expect((await request(`/organiser/terms/${id}`, { cookie })).status).toBe(404)
  expect((await stored('Old'))[0]?.['retired']).toBe(1)
})

it.each([
  [{ name: '' }, 'Enter a name for these terms'],
  [{ freeDays: 'ten' }, 'Enter the working days of notice as a number from 0 to 60'],
  [{ freeDays: '61' }, 'Enter the working days of notice as a number from 0 to 60'],
  [{ partDays: '10' }, 'Enter fewer working days for the part charge'],
  [{ partDays: '' }, 'Enter both the days and the amount of the part charge, or neither'],
  [{ partPounds: '-5' }, 'Enter the part charge in pounds'],
  [{ fullPounds: '35.005' }, 'Enter the full charge in pounds'],
  [{ fullPounds: '99999999' }, 'Enter the full charge in pounds'],
  [{ absentPounds: '' }, 'Enter the charge for not attending in pounds'],
])('what is wrong with terms is said at the field, and nothing is saved: %j', async (wrong, sentence) => {
  const { cookie } = await organiser()
  const before = await rows('SELECT COUNT(*) AS n FROM CancellationTerms')
  expect(await htmlOf(request('/organiser/terms/new', { cookie, form: { ...typed, ...wrong } }), 422)).toContain(sentence)
  expect(await rows('SELECT COUNT(*) AS n FROM CancellationTerms')).toEqual(before)
})

// “Bank holidays and term dates are entered and removed by organisers, with their source; who did
// it stays in the log.”
it('a bank holiday is added with its source, counts at once, and when removed leaves who did it', async () => {
  const { cookie, accountId } = await organiser()
  const page = await (await request('/organiser/bank-holidays', { cookie })).text()
  expect(page).toContain('Boxing Day (substitute day)')
  const held = await rows<{ year: string }>('SELECT DISTINCT substr(day, 1, 4) AS year FROM BankHoliday')
  for (const year of [0, 1].map((more) => String(new Date().getFullYear() + more)))
    expect([year, page.includes(`No bank holiday of ${year}`)]).toEqual([year, !held.some((one) => one.year === year)])
  const day = { day: '2029-06-04', name: 'Coronation', source: 'https://www.gov.uk/bank-holidays' }
  expect((await request('/organiser/bank-holidays', { cookie, form: day })).status).toBe(303)
  const calendar = () => readNow(db, selectCalendar(db))
  // The conference was on Friday 1 June: with the Monday off, its paper sheet may be entered until
  // Tuesday.
  const late = async () => isLate('paper', '2029-06-01T15:00:00.000Z', new Date('2029-06-05T12:00:00.000Z'), await calendar())
  expect(await late()).toBe(false)
  const again = await request('/organiser/bank-holidays', { cookie, form: day })
  expect([again.status, (await again.text()).includes('This day is entered already')]).toEqual([409, true])
  expect(await htmlOf(request('/organiser/bank-holidays/2029-06-04/remove', { cookie }))).toContain(
    'Is Monday 4 June 2029 no bank holiday?',
  )
  expect((await request('/organiser/bank-holidays/2029-06-04/remove', { cookie, method: 'POST', form: {} })).status).toBe(303)
  expect(await late()).toBe(true)
  expect(await rows(`SELECT removedById FROM BankHoliday WHERE day = '2029-06-04'`)).toEqual([{ removedById: accountId }])
  expect((await request('/organiser/bank-holidays', { cookie, form: day })).status).toBe(303)
  expect(await late()).toBe(false)
  expect((await rows(`SELECT act FROM Log WHERE subjectId = '2029-06-04' ORDER BY id`)).map(({ act }) => act)).toEqual([
    'bank_holiday.added',
    'bank_holiday.removed',
    'bank_holiday.added',
  ])
})

it('of two who remove the same bank holiday at once, one is told that it is none, and the log says who did', async () => {
  const day = '2029-08-06'
  expect(await addBankHoliday(anAct(), { day, name: 'Regatta', source: 'By order' })).toEqual({ ok: true, value: true })
  const both = await Promise.all(
    [1, 2].map(async () => {
      const { actor, accountId } = await anAccount({ roles: ['finance'] })
      const removed = await removeBankHoliday(anAct({ actor }), day)
      return { accountId, said: removed.ok || removed.reason }
    }),
  )
  expect(both.map(({ said }) => said).toSorted()).toEqual(['not_held', true])
  const by = both.find(({ said }) => said === true)?.accountId
  expect(await rows('SELECT removedById FROM BankHoliday WHERE day = ?1', day)).toEqual([{ removedById: by }])
  expect(await rows(`SELECT accountId FROM Log WHERE act = 'bank_holiday.removed' AND subjectId = ?1`, day)).toEqual([{ accountId: by }])
})

it('a year without bank holidays is warned of', async () => {
  const { cookie } = await organiser()
  await run(`UPDATE BankHoliday SET removedAt = '2026-11-24T00:00:00.000Z' WHERE day >= '2027-01-01'`)
  const next = new Date().getUTCFullYear() + 1
  expect(await (await request('/organiser/bank-holidays', { cookie })).text()).toContain(`No bank holiday of ${next} is entered`)
  await run(`UPDATE BankHoliday SET removedAt = NULL WHERE day >= '2027-01-01' AND day < '2029-01-01'`)
})

it('terms of the school year are entered without overlapping', async () => {
  const { cookie } = await organiser()
  const term = { name: 'Autumn', firstDay: '2027-09-02', lastDay: '2027-10-22', source: 'www.herefordshire.gov.uk' }
  expect((await request('/organiser/term-dates', { cookie, form: term })).status).toBe(303)
  const over = await request('/organiser/term-dates', { cookie, form: { ...term, firstDay: '2027-10-22', lastDay: '2027-12-17' } })
  expect([over.status, (await over.text()).includes('Some of these days are in a term that is entered already')]).toEqual([409, true])
  const backwards = await request('/organiser/term-dates', { cookie, form: { ...term, firstDay: '2027-12-17', lastDay: '2027-11-01' } })
  expect(backwards.status).toBe(422)
  const [entered] = await rows<{ id: string }>('SELECT id FROM TermDate WHERE removedAt IS NULL')
  expect((await request(`/organiser/term-dates/${entered?.id}/remove`, { cookie, method: 'POST', form: {} })).status).toBe(303)
  expect(await rows('SELECT 1 FROM TermDate WHERE removedAt IS NULL')).toEqual([])
})

// “A year without bank holidays is warned of, on their page and on each event under terms.”
it('when the calendar does not reach the year of an event under terms, its organiser is told on its page', async () => {
  const { actor, cookie } = await organiser()
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  const page = async () => (await request(`/organiser/events/${event.code}`, { cookie })).text()
  expect(await page()).not.toContain('bank holidays of 2099')
  const facts = {
    ...{ name: 'Far ahead', freeDays: 5, partDays: null, partPence: null, fullPence: 4000, absentPence: 0 },
    ...{ termTimeOnly: false, notes: '' },
  }
  const id = crypto.randomUUID()
  await saveTerms(anAct({ actor }), { id, facts })
  await run('UPDATE Event SET termsId = ?2 WHERE id = ?1', event.id, id)
  expect(await page()).toMatch(
    /Enter the bank holidays of 2099<.*?>Without them the last moment of cancelling free of charge may be wrong</,
  )
  expect(await (await request(`/events/${event.code}`)).text()).not.toContain('bank holidays of 2099')
})

it('terms name the VAT of what cancelling costs, from finance’s list and no other', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const vatCodeId = await aVatCode()
  const form = {
    ...{ id: crypto.randomUUID(), name: 'With VAT', freeDays: '10', partDays: '', partPounds: '', fullPounds: '70', absentPounds: '0' },
    ...{ termTimeOnly: '', notes: '', action: 'save' },
  }
  expect(await (await request('/organiser/terms/new', { cookie })).text()).toContain('VAT at 20 %')
  const forged = await request('/organiser/terms/new', { cookie, form: { ...form, vatCodeId: 'none-such' } })
  expect([forged.status, (await forged.text()).includes('Choose VAT from the list')]).toEqual([422, true])
  expect((await request('/organiser/terms/new', { cookie, form: { ...form, vatCodeId } })).status).toBe(303)
  expect(await rows(`SELECT vatCodeId FROM CancellationTerms WHERE name = 'With VAT'`)).toEqual([{ vatCodeId }])
  expect(await (await request('/organiser/terms', { cookie })).text()).toContain('£70 for each place, plus VAT')
})
