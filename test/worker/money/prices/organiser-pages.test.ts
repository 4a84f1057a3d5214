// What finance writes of prices: VAT codes, price lists in versions, and codes.

import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { addPriceCode } from '#money/prices/change-price-codes.ts'
import { latestPriceLists, selectCodeLeft, selectPriceList } from '#money/prices/store.ts'
import { anAccount, anAct, db, request, rows, run, tick, tripsOf } from '#test/support/factories.ts'
import { aPriceCode, aPricedEvent, aPriceList, aVatCode } from '#test/support/money.ts'
import { plain, textOf } from '#test/support/plain.ts'

const someone = async (...roles: ('finance' | 'organiser' | 'administrator' | 'reader')[]) => {
  const { cookie, actor, accountId } = await anAccount({ roles })
  return {
    ...{ actor, accountId },
    read: async (path: string) => (await request(`/organiser/finance/${path}`, { cookie })).text(),
    status: async (path: string) => (await request(`/organiser/finance/${path}`, { cookie })).status,
    post: (path: string, form: Record<string, string> = {}) => request(`/organiser/finance/${path}`, { cookie, form, method: 'POST' }),
  }
}

const codeWord = () => crypto.randomUUID().slice(0, 8).toUpperCase()

const logOf = (subjectId: string) =>
  rows<{ act: string; accountId: string }>('SELECT act, accountId FROM Log WHERE subjectId = ?1 ORDER BY id', subjectId)

// “Finance and administrators keep the VAT codes and their rates; no rate is known to the program.”
it('finance adds a VAT code with its rate, and the same form sent twice adds it once', async () => {
  const fay = await someone('finance')
  const [id, code] = [crypto.randomUUID(), codeWord()]
  const form = { id, code, name: 'Reduced rate', rate: '17.5 %' }
  expect((await Promise.all([fay.post('vat', form), fay.post('vat', form)])).map(({ status }) => status)).toEqual([303, 303])
  expect(await rows('SELECT code, name, basisPoints, createdById, retiredAt FROM VatCode WHERE id = ?1', id)).toEqual([
    { code, name: 'Reduced rate', basisPoints: 1750, createdById: fay.accountId, retiredAt: null },
  ])
  expect(plain(await fay.read('vat'))).toContain(`${code} Reduced rate 17.5 % No price list`)
  const again = await fay.post('vat', { code: code.toLowerCase(), name: 'Another', rate: '5' })
  expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('already. Retire it first')])
  expect(await logOf(id)).toEqual([{ act: 'vat.added', accountId: fay.accountId }])
})

it.each([
  [{ code: '' }, 'Enter the code by which your finance system knows it'],
  [{ name: '' }, 'Enter what it is called'],
  [{ rate: 'twenty' }, 'Enter the rate in per cent'],
  [{ rate: '101' }, 'Enter the rate in per cent'],
  [{ rate: '-5' }, 'Enter the rate in per cent'],
])('what is wrong with a VAT code is said at its field, and what was typed stays: %j', async (wrong, sentence) => {
  const fay = await someone('finance')
  const answer = await fay.post('vat', { code: codeWord(), name: 'Kept as typed', rate: '20', ...wrong })
  const html = await answer.text()
  expect([answer.status, html.includes(sentence)]).toEqual([422, true])
  if (!('name' in wrong)) expect(html).toContain('value="Kept as typed"')
})

it('all that is wrong with prices is said at once', async () => {
  const fay = await someone('finance')
  const html = await textOf(fay.post('prices/new', { name: '', pounds: 'ten', freePlaces: 'x', notes: 'n'.repeat(1001) }))
  for (const said of [
    'Enter a name for this price list',
    'Enter the default price',
    'Choose the VAT code',
    'free of charge, from 0',
    'Shorten the notes',
  ])
    expect(html).toContain(said)
})

// “A VAT code is never changed: another rate is another code.”
// “A retired VAT code can no longer be chosen; prices that have it keep it.”
it('a retired VAT code can no longer be chosen, and what has it keeps it', async () => {
  const fay = await someone('finance')
  const list = await aPriceList({ name: 'Keeps its code' })
  expect(plain(await fay.read(`vat/${list.vatCodeId}/retire`))).toContain('What has it keeps it: one price list')
  const answers = await Promise.all([fay.post(`vat/${list.vatCodeId}/retire`), fay.post(`vat/${list.vatCodeId}/retire`)])
  expect(answers.map(({ status }) => [303, 404].includes(status))).toEqual([true, true])
  expect((await logOf(list.vatCodeId)).map(({ act }) => act)).toEqual(['vat.retired'])
  const kept = await readNow(db, selectPriceList(db, list.id))
  expect(kept?.vatCodes.map(({ id, basisPoints }) => [id, basisPoints])).toEqual([[list.vatCodeId, 2000]])
  const refused = await fay.post(`prices/${list.key}/edit`, {
    version: '1',
    name: 'Keeps its code',
    pounds: '90',
    vatCodeId: list.vatCodeId,
  })
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('Choose a VAT code from the list')])
  for (const sql of ['UPDATE VatCode SET basisPoints = 500 WHERE id = ?1', 'DELETE FROM VatCode WHERE id = ?1'])
    await expect(run(sql, await aVatCode())).rejects.toThrow('vat_code_stands')
})

const typed = async (more: Record<string, string> = {}) => ({
  ...{ id: crypto.randomUUID(), name: 'Whole days', pounds: '120', earlyPounds: '£99.50', vatCodeId: await aVatCode(), freePlaces: '1' },
  ...{ notes: 'Lunch is included', action: 'save', 'academy-inside-with-pounds': '80', 'academy-inside-with-early': '70' },
  'other-outside-without-vat': await aVatCode(0),
  ...more,
})

it('forms of prices, codes and VAT codes that are sent again with something else in them store nothing more, and say so', async () => {
  const fay = await someone('finance')
  const form = await typed()
  await fay.post('prices/new', form)
  const again = await fay.post('prices/new', { ...form, 'academy-inside-with-pounds': '81' })
  const page = await again.text()
  expect([again.status, page.includes('This form was saved before'), page.includes('value="81"')]).toEqual([409, true, true])
  expect(await rows('SELECT version FROM PriceList WHERE priceKey = ?1', form.id)).toEqual([{ version: 1 }])
  const vat = { id: crypto.randomUUID(), code: 'AGAIN', name: 'Again', rate: '20' }
  expect((await fay.post('vat', vat)).status).toBe(303)
  const other = await fay.post('vat', { ...vat, rate: '5' })
  expect([other.status, (await other.text()).includes('This form was saved before')]).toEqual([409, true])
  expect(await rows(`SELECT basisPoints FROM VatCode WHERE code = 'AGAIN'`)).toEqual([{ basisPoints: 2000 }])
})

// “A price list says what a place costs by legal status, area and service agreement.”
// “Where its table is blank the stated default holds, and the page names which of the two was used.”
it('finance previews and saves a price list, in whole pence, and its page says by row what a place costs and whether that is the default', async () => {
  const fay = await someone('finance')
  const form = await typed()
  const preview = await textOf(fay.post('prices/new', { ...form, action: 'preview' }))
  expect(preview).toContain('Preview, not saved')
  expect(preview).toContain('Academy or free school, in the area, with a service agreement £80.00 £96.00 £70.00 £84.00')
  expect(await rows('SELECT id FROM PriceList WHERE id = ?1', form.id)).toEqual([])
  const twice = await Promise.all([fay.post('prices/new', form), fay.post('prices/new', form)])
  expect(twice.map(({ status, headers }) => [status, headers.get('location')])).toEqual([
    [303, `/organiser/finance/prices/${form.id}`],
    [303, `/organiser/finance/prices/${form.id}`],
  ])
  const list = await readNow(db, selectPriceList(db, form.id))
  expect(list).toMatchObject({
    ...{ id: form.id, key: form.id, version: 1, name: 'Whole days', defaultPence: 12_000, defaultEarlyPence: 9950, freePlaces: 1 },
    ...{ vatCodeId: form.vatCodeId, notes: 'Lunch is included', retiredAt: null },
  })
  expect(list?.rows.toSorted((a, b) => (a.status < b.status ? -1 : 1))).toEqual([
    { status: 'academy', area: 'inside', agreement: 'with', pence: 8000, earlyPence: 7000, vatCodeId: null },
    { status: 'other', area: 'outside', agreement: 'without', pence: null, earlyPence: null, vatCodeId: form['other-outside-without-vat'] },
  ])
  const page = plain(await fay.read(`prices/${form.id}`))
  expect(page).toContain(
    'Academy or free school, in the area, with a service agreement £80.00 £96.00 £70.00 £84.00 VAT at 20 %, 20 % This row',
  )
  expect(page).toContain(
    'Maintained school, in the area, without a service agreement £120.00 £144.00 £99.50 £119.40 VAT at 20 %, 20 % The default',
  )
  expect(page).toContain(
    'Other organisation, outside the area, without a service agreement £120.00 £120.00 £99.50 £99.50 VAT at 0 %, 0 % The default',
  )
  expect(page).toContain('1 of each school at an event')
  expect(await logOf(form.id)).toEqual([{ act: 'prices.created', accountId: fay.accountId }])
})

it.each([
  [{ name: ' ' }, 'Enter a name for this price list'],
  [{ pounds: '' }, 'Enter the default price in pounds'],
  [{ pounds: '12.345' }, 'Enter the default price in pounds'],
  [{ pounds: '10000.01' }, 'of no more than £10,000'],
  [{ earlyPounds: '120' }, 'Enter an early price lower than the default price'],
  [{ vatCodeId: '' }, 'Choose the VAT code of these prices'],
  [{ vatCodeId: 'x' }, 'Choose a VAT code from the list'],
  [{ freePlaces: '101' }, 'Enter how many places of each school are free of charge'],
  [
    { 'academy-inside-with-pounds': 'eighty' },
    'Enter the price for “Academy or free school, in the area, with a service agreement” in pounds',
  ],
  [{ 'academy-inside-with-early': '80' }, 'lower than its price, or leave it blank'],
  [{ 'maintained-inside-with-early': '130' }, 'lower than its price, or leave it blank'],
])('what is wrong with prices is said at the field, what was typed stays, and nothing is saved: %j', async (wrong, sentence) => {
  const fay = await someone('finance')
  const form = await typed(wrong)
  const answer = await fay.post('prices/new', form)
  const html = await answer.text()
  expect([answer.status, html.includes(sentence)]).toEqual([422, true])
  expect(html).toContain('Lunch is included')
  expect(await rows('SELECT id FROM PriceList WHERE id = ?1', form.id)).toEqual([])
})

// “An edit of a price list is a new version; what events and bookings had before is never rewritten.”
// “Of two edits at once the first stands, and whoever made the other is told.”
it('an edit is a new version: what an event had stays, and of two edits at once one is told', async () => {
  const fay = await someone('finance')
  const list = await aPriceList({ name: 'Versions', rows: [{ status: 'academy', pence: 8000 }] })
  const event = await aPricedEvent({
    priceId: list.id,
    event: { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' },
  })
  const page = await fay.read(`prices/${list.key}/edit`)
  expect(plain(page)).toContain('A new version of “Versions”')
  expect(page).toContain('value="80"')
  const edit = async (pounds: string) =>
    fay.post(`prices/${list.key}/edit`, { ...(await typed({ name: 'Versions', pounds, earlyPounds: '' })), version: '1' })
  const answers = await Promise.all([edit('110'), edit('115')])
  expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([303, 409])
  const late = await edit('130')
  expect([late.status, await late.text()]).toEqual([409, expect.stringContaining('These prices, or a VAT code of them, have changed')])
  expect(
    await rows('SELECT version, defaultPence = 10000 AS asItWas FROM PriceList WHERE priceKey = ?1 ORDER BY version', list.key),
  ).toEqual([
    { version: 1, asItWas: 1 },
    { version: 2, asItWas: 0 },
  ])
  expect(await rows('SELECT priceId FROM Event WHERE id = ?1', event.id)).toEqual([{ priceId: list.id }])
  const own = plain(await fay.read(`prices/${list.key}`))
  expect(own).toContain('Safeguarding conference, 12 Jun 2099: version 1')
  expect(own).toContain('one event to come, 0 bookings')
  expect((await latestPriceLists(db)).filter(({ key }) => key === list.key).map(({ version }) => version)).toEqual([2])
})

it('a version and its rows can be neither edited nor deleted, whoever tries', async () => {
  const list = await aPriceList({ rows: [{ status: 'academy', pence: 8000 }] })
  for (const sql of [
    'UPDATE PriceList SET defaultPence = 1 WHERE id = ?1',
    'UPDATE PriceList SET freePlaces = 5 WHERE id = ?1',
    'DELETE FROM PriceList WHERE id = ?1',
    'UPDATE PriceRow SET pence = 1 WHERE priceId = ?1',
    'DELETE FROM PriceRow WHERE priceId = ?1',
  ])
    await expect(run(sql, list.id)).rejects.toThrow(sql.includes('PriceRow') ? 'price_row_stands' : 'price_list_stands')
  expect(await rows('SELECT defaultPence, freePlaces FROM PriceList WHERE id = ?1', list.id)).toEqual([
    { defaultPence: 10_000, freePlaces: 0 },
  ])
})

// “Retired prices can no longer be chosen or changed; what has them keeps them.”
it('retired prices can no longer be chosen or changed, and the event that has them keeps them', async () => {
  const fay = await someone('finance')
  const list = await aPriceList({ name: 'Old prices' })
  const event = await aPricedEvent({ priceId: list.id })
  expect(plain(await fay.read(`prices/${list.key}/retire`))).toContain('Retire “Old prices”?')
  expect((await fay.post(`prices/${list.key}/retire`)).status).toBe(303)
  expect((await latestPriceLists(db)).some(({ key }) => key === list.key)).toBe(false)
  expect([await fay.status(`prices/${list.key}/edit`), await fay.status(`prices/${list.key}/codes/new`)]).toEqual([404, 404])
  expect(await rows('SELECT priceId FROM Event WHERE id = ?1', event.id)).toEqual([{ priceId: list.id }])
  expect(plain(await fay.read(`prices/${list.key}`))).toContain('no event can choose it any more')
})

// “Finance and administrators write price lists; organisers read them and choose one for an event.”
it('organisers read prices and change nothing; to everybody else they do not exist', async () => {
  const list = await aPriceList({ name: 'Read by organisers' })
  const [olwen, rhys, ada] = [await someone('organiser'), await someone('reader'), await someone('administrator')]
  const page = await olwen.read(`prices/${list.key}`)
  expect(page).toContain('Read by organisers')
  expect(page).not.toContain('New version')
  const writes = ['vat', 'prices/new', `prices/${list.key}/edit`, `prices/${list.key}/retire`, `prices/${list.key}/codes/new`]
  expect(await Promise.all(writes.map((path) => olwen.status(path)))).toEqual(writes.map(() => 404))
  expect(await Promise.all(writes.map(async (path) => (await olwen.post(path)).status))).toEqual(writes.map(() => 404))
  expect(await Promise.all(['prices', `prices/${list.key}`].map((path) => rhys.status(path)))).toEqual([404, 404])
  expect(await Promise.all(writes.map((path) => ada.status(path)))).toEqual(writes.map(() => 200))
})

const codeForm = (more: Record<string, string> = {}) => ({
  ...{ id: crypto.randomUUID(), code: `early-${codeWord()}`, kind: 'percent', amount: '25', mostPlaces: '10', validUntil: '', ...more },
})

// “A code takes a part or a sum off each place of its list, for so many places in all, until its last day or until it is ended.”
it('finance adds a code to a list and ends it, and the page says how many places have used it', async () => {
  const fay = await someone('finance')
  const list = await aPriceList({ name: 'With codes' })
  const form = codeForm({ validUntil: '2099-07-31' })
  const twice = await Promise.all([fay.post(`prices/${list.key}/codes/new`, form), fay.post(`prices/${list.key}/codes/new`, form)])
  expect(twice.map(({ status }) => status)).toEqual([303, 303])
  const code = form.code.toUpperCase()
  expect(await rows('SELECT priceKey, code, percentOff, penceOff, mostPlaces, validUntil FROM PriceCode WHERE id = ?1', form.id)).toEqual([
    { priceKey: list.key, code, percentOff: 25, penceOff: null, mostPlaces: 10, validUntil: '2099-07-31T22:59:59.999Z' },
  ])
  expect(plain(await fay.read(`prices/${list.key}`))).toContain(`${code} 25 % off 0 of 10 used Valid until 31 July 2099`)
  const same = await fay.post(`prices/${list.key}/codes/new`, codeForm({ code }))
  expect([same.status, await same.text()]).toEqual([409, expect.stringContaining('This list has that code already')])
  expect(plain(await fay.read(`prices/${list.key}/codes/${form.id}/end`))).toContain(`End the code “${code}”?`)
  expect((await fay.post(`prices/${list.key}/codes/${form.id}/end`)).status).toBe(303)
  expect(plain(await fay.read(`prices/${list.key}`))).toContain('Ended on')
  expect((await logOf(form.id)).map(({ act }) => act)).toEqual(['price_code.added', 'price_code.ended'])
  await expect(run('UPDATE PriceCode SET mostPlaces = 99 WHERE id = ?1', form.id)).rejects.toThrow('code_only_ends')
})

it.each([
  [{ code: 'A' }, 'Enter a code of 3 to 30 letters'],
  [{ code: 'SUMMER OFFER' }, 'Enter a code of 3 to 30 letters'],
  [{ kind: '' }, 'Choose whether the code takes off a part or a sum'],
  [{ amount: '101' }, 'from 1 to 100'],
  [{ kind: 'pounds', amount: 'ten' }, 'such as 10 or 10.50'],
  [{ mostPlaces: '0' }, 'Enter for how many places'],
  [{ validUntil: '2020-01-01' }, 'Enter a last day that is not before today'],
])('what is wrong with a code is said at the field, and nothing is saved: %j', async (wrong, sentence) => {
  const fay = await someone('finance')
  const list = await aPriceList()
  const answer = await fay.post(`prices/${list.key}/codes/new`, codeForm(wrong))
  expect([answer.status, (await answer.text()).includes(sentence)]).toEqual([422, true])
  expect(await rows('SELECT id FROM PriceCode WHERE priceKey = ?1', list.key)).toEqual([])
})

it('a code is found as it was typed, for any version of its list, while it may be used', async () => {
  const list = await aPriceList()
  const next = await aPriceList({ key: list.key, version: 2, vatCodeId: list.vatCodeId })
  const other = await aPriceList()
  const { id, code } = await aPriceCode(list.key, { percentOff: 50, mostPlaces: 3 })
  const left = (priceId: string, text: string, now = tick()) => readNow(db, selectCodeLeft(db, priceId, text, now))
  const found = { id, code, percentOff: 50, penceOff: null, left: 3 }
  expect([await left(list.id, ` ${code.toLowerCase()} `), await left(next.id, code)]).toEqual([found, found])
  expect([await left(other.id, code), await left(list.id, 'NONE')]).toEqual([undefined, undefined])
  const until = { code: 'SOON-OVER', percentOff: null, penceOff: 500, mostPlaces: 1, validUntil: '2026-07-31T22:59:59.999Z' }
  await addPriceCode(anAct(), list.key, { ...until, id: crypto.randomUUID() })
  const at = async (moment: string) => (await left(list.id, 'soon-over', new Date(moment)))?.penceOff
  expect([await at('2026-07-31T22:59:59.999Z'), await at('2026-07-31T23:00:00.000Z')]).toEqual([500, undefined])
})

it('the pages of prices cost the same number of round trips however many lists, versions and codes there are', async () => {
  const { cookie } = await anAccount({ roles: ['finance'] })
  const list = await aPriceList({ name: 'Counted' })
  const trips = async (path: string) => tripsOf((on) => request(`/organiser/finance/${path}`, { cookie, bindings: { DB: on } }))
  const before = [await trips('prices'), await trips(`prices/${list.key}`), await trips('vat')]
  for (let version = 2; version < 6; version += 1) await aPriceList({ key: list.key, version, vatCodeId: list.vatCodeId })
  for (let n = 0; n < 5; n += 1) await aPriceCode(list.key)
  await aPriceList()
  expect([await trips('prices'), await trips(`prices/${list.key}`), await trips('vat')]).toEqual(before)
})
