import { expect, it } from 'vitest'
import { saveDetails, sayCentral, sayRoute, stopCentral, stopRoute } from '#money/payers/change-payer.ts'
import { noDetails } from '#money/payers/payer-record.ts'
import { readPayer } from '#money/payers/payer-store.ts'
import { anAccount, anAct, aSchool, request, rows, run } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aRoute } from './payers.ts'

const finance = () => anAccount({ roles: ['finance'] })
const stripe = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' }
const payerOf = (schoolId: string) => ({ kind: 'school', schoolId }) as const
const pathOf = (schoolId: string) => `/organiser/finance/payers/payer-of-${schoolId}`
const routesOf = (payerId: string) =>
  rows(
    'SELECT route, fromDay, toDay, supersededAt IS NULL AS stands FROM PayerRoute WHERE payerId = ?1 ORDER BY createdAt, fromDay',
    payerId,
  )
const said = (facts: object = {}) => ({
  ...{ id: crypto.randomUUID(), route: 'invoice' as const, fromDay: '2026-04-01', toDay: '2027-04-01', reason: 'Asked for it' },
  ...facts,
})

// “Finance says the route of a payer, with days and a reason; it goes before every default.”
it('finance says how a school pays for some days, and the page says that it holds and why', async () => {
  const school = await aSchool()
  const { cookie, accountId, email } = await finance()
  const here = pathOf(school.id)
  expect(await textOf(request(`${here}?day=2026-06-12`, { cookie }))).toContain(
    'Legal status Maintained, in the area Who pays The school How Internal recharge Why maintained in the area: recharge Agreements None',
  )
  const form = { id: crypto.randomUUID(), route: 'invoice', fromDay: '2026-04-01', lastDay: '2027-03-31', reason: 'Its own bank account' }
  const twice = await Promise.all([1, 2].map(() => request(`${here}/routes/new`, { cookie, form })))
  expect(twice.map(({ status, headers }) => [status, headers.get('location')])).toEqual([
    [303, here],
    [303, here],
  ])
  expect(
    await rows('SELECT route, fromDay, toDay, reason, createdById FROM PayerRoute WHERE payerId = ?1', `payer-of-${school.id}`),
  ).toEqual([{ route: 'invoice', fromDay: '2026-04-01', toDay: '2027-04-01', reason: 'Its own bank account', createdById: accountId }])
  const page = await textOf(request(`${here}?day=2026-06-12`, { cookie }))
  expect(page).toContain('How Invoice of the council Why finance has said so for these days')
  expect(page).toContain('1 Apr 2026 to 31 Mar 2027 Invoice of the council Its own bank account')
  expect(page).toContain(`by ${email.replace('@', '@ ')}`)
  expect(await textOf(request(`${here}?day=2027-04-01`, { cookie }))).toContain(
    'How Internal recharge Why maintained in the area: recharge',
  )
  expect(await rows('SELECT act, subjectId, schoolId FROM Log WHERE subjectId = ?1', `payer-of-${school.id}`)).toEqual([
    { act: 'payer.route_set', subjectId: `payer-of-${school.id}`, schoolId: school.id },
  ])
})

// “Two routes of one payer never hold on the same day, also when two people write them at once.”
it('two finance officers say a route for the same days at once: one is told; without the trigger both would hold', async () => {
  const rush = async () => {
    const school = await aSchool()
    const asked = await Promise.all(
      [said({ route: 'invoice' }), said({ route: 'agreement', fromDay: '2027-03-31', toDay: null })].map((one) =>
        sayRoute(anAct(), payerOf(school.id), one),
      ),
    )
    return { refused: asked.filter(({ ok }) => !ok), stand: await routesOf(`payer-of-${school.id}`) }
  }
  const guarded = await rush()
  expect(guarded.refused).toEqual([{ ok: false, reason: 'routes_overlap' }])
  expect(guarded.stand).toHaveLength(1)
  await dropTriggers('PayerRoute_one_at_a_time')
  const unguarded = await rush()
  expect([unguarded.refused, unguarded.stand.length]).toEqual([[], 2])
})

it('days that something else is said of are refused kindly, and what was typed is kept', async () => {
  const school = await aSchool()
  await aRoute(payerOf(school.id), 'agreement', '2026-04-01', '2027-04-01')
  const { cookie } = await finance()
  const form = { id: crypto.randomUUID(), route: 'invoice', fromDay: '2027-03-31', lastDay: '', reason: 'A reason to keep' }
  const answer = await request(`${pathOf(school.id)}/routes/new`, { cookie, form })
  const text = await answer.text()
  expect(answer.status).toBe(409)
  expect(text).toContain('Something else is said of some of these days. Change the days, or stop the other first')
  expect(text).toContain('value="A reason to keep"')
  expect(await routesOf(`payer-of-${school.id}`)).toHaveLength(1)
  expect((await request(`${pathOf(school.id)}/routes/new`, { cookie, form: { ...form, fromDay: '2027-04-01' } })).status).toBe(303)
})

it.each([
  [{ route: '' }, 'Choose how it pays'],
  [{ route: 'card' }, 'Choose how it pays'],
  [{ fromDay: '' }, 'Enter the first day as a date'],
  [{ lastDay: '2026-02-30' }, 'Enter the last day as a date, or leave it empty'],
  [{ lastDay: '2026-03-31' }, 'Enter a last day that is not before the first day'],
  [{ reason: ' ' }, 'Say why'],
])('what is wrong with a route is said at the field, and nothing is saved: %j', async (wrong, sentence) => {
  const school = await aSchool()
  const { cookie } = await finance()
  const form = { route: 'invoice', fromDay: '2026-04-01', lastDay: '', reason: 'Because', ...wrong }
  const answer = await request(`${pathOf(school.id)}/routes/new`, { cookie, form })
  expect([answer.status, (await answer.text()).includes(sentence)]).toEqual([422, true])
  expect(await routesOf(`payer-of-${school.id}`)).toEqual([])
})

// “What finance said is never rewritten: it is taken back, or ends on a day, and stays on the page as said before.”
it('what finance said ends on a day or is taken back whole, and stays as said before', async () => {
  const school = await aSchool()
  const id = await aRoute(payerOf(school.id), 'invoice', '2026-04-01')
  const { cookie } = await finance()
  const here = pathOf(school.id)
  const stop = `${here}/routes/${id}/stop`
  expect(await textOf(request(stop, { cookie }))).toContain(`${school.name} pays by: invoice of the council, since 1 Apr 2026.`)
  const tooEarly = await request(stop, { cookie, form: { lastDay: '2026-03-31' } })
  expect([tooEarly.status, (await tooEarly.text()).includes('Enter a day within those for which it holds')]).toEqual([422, true])
  expect((await request(stop, { cookie, form: { lastDay: '2026-08-31' } })).status).toBe(303)
  expect(await routesOf(`payer-of-${school.id}`)).toEqual([
    { route: 'invoice', fromDay: '2026-04-01', toDay: null, stands: 0 },
    { route: 'invoice', fromDay: '2026-04-01', toDay: '2026-09-01', stands: 1 },
  ])
  expect((await request(stop, { cookie })).status).toBe(404)
  const [left] = await rows<{ id: string }>(
    'SELECT id FROM PayerRoute WHERE payerId = ?1 AND supersededAt IS NULL',
    `payer-of-${school.id}`,
  )
  expect((await request(`${here}/routes/${left?.id}/stop`, { cookie, form: { lastDay: '' } })).status).toBe(303)
  expect((await routesOf(`payer-of-${school.id}`)).map(({ stands }) => stands)).toEqual([0, 0])
  const page = await textOf(request(here, { cookie }))
  expect(page).toContain('Nothing, so its legal status decides.')
  expect(page).toContain('What was said before (2)')
  expect(await stopRoute(anAct(), payerOf(school.id), id, null)).toEqual({ ok: false, reason: 'changed_meanwhile' })
  await expect(run(`UPDATE PayerRoute SET route = 'card' WHERE id = ?1`, id)).rejects.toThrow('payer_route_stands')
  await expect(run('DELETE FROM PayerRoute WHERE id = ?1', id)).rejects.toThrow('payer_route_stands')
})

// “Invoices through Stripe and cards are offered only where the service has Stripe keys. One that was said before is shown with a note, and the council's own invoice is used instead.”
it('routes of Stripe are offered only with keys; one that was said before is shown with a note', async () => {
  const school = await aSchool()
  const { cookie } = await finance()
  const here = pathOf(school.id)
  const form = async (bindings = {}) => (await request(`${here}/routes/new`, { cookie, bindings })).text()
  const offers = (text: string) => [...text.matchAll(/name="route" type="radio" value="(\w+)"/g)].map((match) => match[1])
  expect(offers(await form(stripe))).toEqual(['recharge', 'invoice', 'stripe_invoice', 'card', 'agreement'])
  expect(offers(await form())).toEqual(['recharge', 'invoice', 'agreement'])
  await aRoute(payerOf(school.id), 'card', '2026-01-01')
  const note = 'This service has no Stripe keys, so the council’s own invoice is used instead'
  expect(await textOf(request(here, { cookie }))).toContain(`How Card ${note}`)
  expect(await textOf(request(here, { cookie, bindings: stripe }))).not.toContain(note)
  const contact = await anAccount({ schoolIds: [school.id] })
  const own = (bindings = {}) => textOf(request(`/school/${school.id}/agreements`, { cookie: contact.cookie, bindings }))
  expect(await own()).toContain('it pays for itself; the council sends an invoice.')
  expect(await own(stripe)).toContain('it pays for itself; you pay by card when you book.')
})

// “A trust that pays centrally on the day of the event pays for the academies that are in it on that day.”
// “Finance says from which day to which a trust pays centrally; no two such spans of one trust share a day.”
it('finance says from when a trust pays for its schools; spans never share a day, and a school’s page says who pays', async () => {
  const school = await aSchool({ sector: 'academy', trustUid: 'C1', trustName: 'Lugg Trust' })
  const { cookie } = await finance()
  const here = '/organiser/finance/payers/payer-of-trust-C1'
  const form = { id: crypto.randomUUID(), fromDay: '2026-04-01', lastDay: '2026-08-31' }
  expect((await request(`${here}/central/new`, { cookie, form })).status).toBe(303)
  expect((await request(`${here}/central/new`, { cookie, form })).status).toBe(303)
  const over = await request(`${here}/central/new`, {
    cookie,
    form: { ...form, id: crypto.randomUUID(), fromDay: '2026-08-31', lastDay: '' },
  })
  expect([over.status, (await over.text()).includes('Something else is said of some of these days')]).toEqual([409, true])
  expect(await rows('SELECT fromDay, toDay FROM CentralPayer WHERE trustUid = ?1', 'C1')).toEqual([
    { fromDay: '2026-04-01', toDay: '2026-09-01' },
  ])
  const on = (day: string) => textOf(request(`${pathOf(school.id)}?day=${day}`, { cookie }))
  expect(await on('2026-08-31')).toContain('Trust Lugg Trust Who pays Its trust, which pays centrally How Invoice of the council')
  expect(await on('2026-09-01')).toContain('Trust Lugg Trust Who pays The school How Invoice of the council')
  const trust = await textOf(request(here, { cookie }))
  expect(trust).toContain('1 Apr 2026 to 31 Aug 2026 Pays centrally')
  expect(trust).toContain(`${school.name}, ${school.town} (URN ${school.urn})`)
  const [row] = await rows<{ id: string }>('SELECT id FROM CentralPayer WHERE trustUid = ?1', 'C1')
  const stops = await Promise.all([1, 2].map(() => stopCentral(anAct(), 'C1', row?.id ?? '', '2026-06-01')))
  expect(stops.map(({ ok }) => ok).sort()).toEqual([false, true])
  expect(await on('2026-05-31')).toContain('Its trust, which pays centrally')
  expect(await on('2026-06-01')).toContain('Who pays The school')
  const rush = await Promise.all(
    [1, 2].map(() => sayCentral(anAct(), 'C1', { id: crypto.randomUUID(), fromDay: '2026-06-01', toDay: null })),
  )
  expect(rush.filter(({ ok }) => !ok)).toEqual([{ ok: false, reason: 'routes_overlap' }])
  await expect(run(`UPDATE CentralPayer SET fromDay = '2020-01-01' WHERE trustUid = 'C1'`)).rejects.toThrow('central_payer_stands')
  await expect(run(`DELETE FROM CentralPayer WHERE trustUid = 'C1'`)).rejects.toThrow('central_payer_stands')
  expect((await request(`${pathOf(school.id)}/central/new`, { cookie })).status).toBe(404)
})

// “Cost centre, codes, customer number and where bills go are replaced as a whole, and what was known before stays on the page.”
// “When somebody else has changed them in the meantime, nothing is saved.”
// “The log names the fields that changed, and not what they hold.”
it('what is known for bills is replaced as a whole, with its history; of two who change it one is told; the log holds none of it', async () => {
  const school = await aSchool()
  const { cookie } = await finance()
  const here = `${pathOf(school.id)}/details`
  const form = {
    seen: '',
    ...{ costCentre: 'CC4711', subjectiveCode: 'S9', customerNumber: '', billingName: '', billingEmail: 'Bursar@Example.sch.uk' },
    billingAddress: '1 High Street\nLeominster',
  }
  expect((await request(here, { cookie, form })).status).toBe(303)
  const [known] = await rows<{ id: string }>('SELECT id FROM PayerDetails WHERE payerId = ?1', `payer-of-${school.id}`)
  const page = await (await request(here, { cookie })).text()
  expect(page).toContain(`name="seen" value="${known?.id}"`)
  expect(page).toContain('value="bursar@example.sch.uk"')
  const late = await request(here, { cookie, form: { ...form, costCentre: 'LATE' } })
  expect([late.status, (await late.text()).includes('Something here has changed since you opened this page')]).toEqual([409, true])
  const both = await Promise.all(
    ['CC1', 'CC2'].map((costCentre) => request(here, { cookie, form: { ...form, seen: known?.id ?? '', costCentre } })),
  )
  expect(both.map(({ status }) => status).sort()).toEqual([303, 409])
  const stored = await rows<{ costCentre: string; stands: number }>(
    'SELECT costCentre, supersededAt IS NULL AS stands FROM PayerDetails WHERE payerId = ?1 ORDER BY createdAt',
    `payer-of-${school.id}`,
  )
  expect(stored.map(({ stands }) => stands)).toEqual([0, 1])
  expect(stored[0]?.costCentre).toBe('CC4711')
  const shown = await textOf(request(pathOf(school.id), { cookie }))
  expect(shown).toContain(`Cost centre ${stored[1]?.costCentre}`)
  expect(shown).toContain('What was known before (1)')
  expect(await rows(`SELECT act, after FROM Log WHERE subjectId = ?1 ORDER BY id`, `payer-of-${school.id}`)).toEqual([
    { act: 'payer.details_changed', after: JSON.stringify({ fields: ['costCentre', 'subjectiveCode', 'billingEmail', 'billingAddress'] }) },
    { act: 'payer.details_changed', after: JSON.stringify({ fields: ['costCentre'] }) },
  ])
  const wrong = await request(here, { cookie, form: { ...form, billingEmail: 'nobody' } })
  expect([wrong.status, (await wrong.text()).includes('Enter an email address like name@example.sch.uk')]).toEqual([422, true])
})

it('details kept under a former id of the school are the ones that are replaced', async () => {
  const school = await aSchool()
  const former = await aSchool()
  await saveDetails(anAct(), payerOf(former.id), { ...noDetails, costCentre: 'OLD' }, undefined)
  await run('UPDATE School SET rootId = ?1 WHERE id = ?2', school.id, former.id)
  const known = (await readPayer(anAct(), payerOf(school.id), '2026-06-12'))?.details[0]
  expect(known?.costCentre).toBe('OLD')
  expect((await saveDetails(anAct(), payerOf(school.id), { ...noDetails, costCentre: 'NEW' }, known)).ok).toBe(true)
  const after = await readPayer(anAct(), payerOf(school.id), '2026-06-12')
  expect(after?.details.map(({ costCentre, supersededAt }) => [costCentre, supersededAt === null])).toEqual([
    ['NEW', true],
    ['OLD', false],
  ])
  expect(after?.ground?.details?.costCentre).toBe('NEW')
})

// “Finance chooses the route of each legal status, inside and outside the area. Of two people who change the same one at once, one is told.”
it('finance chooses the routes by status; of two who change the same one at once, one is told, and none of theirs is saved', async () => {
  const { cookie } = await finance()
  const path = '/organiser/finance/routes'
  const standing = () =>
    rows<{ id: string; status: string; area: string; route: string }>(
      'SELECT id, status, area, route FROM RouteDefault WHERE supersededAt IS NULL ORDER BY status, area',
    )
  const first = {
    'independent-outside': 'agreement',
    'seen-independent-outside': '',
    'academy-inside': 'recharge',
    'seen-academy-inside': '',
  }
  expect((await request(path, { cookie, form: first })).status).toBe(303)
  const [said, ...others] = await standing()
  expect([said, others]).toEqual([{ id: said?.id, status: 'academy', area: 'inside', route: 'recharge' }, []])
  const seen = { 'seen-academy-inside': said?.id ?? '' }
  const both = await Promise.all([
    request(path, { cookie, form: { ...seen, 'academy-inside': '', 'independent-inside': 'recharge' } }),
    request(path, { cookie, form: { ...seen, 'academy-inside': 'invoice', 'further_education-inside': 'recharge' } }),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual([303, 409])
  // The one who is told sees how things stand now, and changes none of it by pressing again.
  const [told, stands] = [await both.find(({ status }) => status === 409)?.text(), await standing()]
  const fields = [...(told ?? '').matchAll(/<select[^>]*name="([^"]+)"[\s\S]*?<\/select>/g)].map(([select, name = '']) => [
    name,
    /value="([^"]*)" selected/.exec(select)?.[1] ?? '',
  ])
  const hidden = [...(told ?? '').matchAll(/name="(seen-[^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value])
  const pressed = Object.fromEntries([...fields, ...hidden]) as Record<string, string>
  expect([(await request(path, { cookie, form: pressed })).status, await standing()]).toEqual([303, stands])
  const after = (await standing()).map(({ status, area, route }) => `${status} ${area} ${route}`)
  expect([['independent inside recharge'], ['academy inside invoice', 'further_education inside recharge']]).toContainEqual(after)
  const school = await aSchool({ sector: after.length === 1 ? 'independent' : 'further_education' })
  expect(await textOf(request(pathOf(school.id), { cookie }))).toContain('How Internal recharge Why finance’s default:')
  const organiser = await anAccount({ roles: ['organiser'] })
  expect(await textOf(request(path, { cookie: organiser.cookie }))).toContain('Maintained, in the area: internal recharge')
  await expect(run(`UPDATE RouteDefault SET route = 'card'`)).rejects.toThrow('route_default_stands')
})
