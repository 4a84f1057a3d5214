import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { anAccount, anEvent, aSchool, htmlOf, leadsTo, request, rows, tick, tripsOf } from '#test/support/factories.ts'
import { aPlace, aRegister, cancelPlace } from './places.ts'

const soon = () => {
  const startsAt = new Date(Date.now() - 3_600_000).toISOString()
  return { startsAt, endsAt: new Date(Date.now() + 3_600_000).toISOString() }
}

const open = async (facts: Parameters<typeof aRegister>[0] = {}) => {
  const register = await aRegister({ ...soon(), ...facts })
  const door = await anAccount({ doorEventIds: [register.event.id], name: 'Huw Bevan' })
  const organiser = await anAccount({ roles: ['organiser'], name: 'Olwen Rees' })
  const path = `/register/${register.session.id}`
  const tap = (person: string, more: Record<string, string> = {}, cookie = door.cookie) =>
    request(`${path}/marks`, { cookie, form: { person, mark: newId(tick()), markType: 'attended', ...more } })
  const page = async (below = '', cookie = door.cookie) => (await request(path + below, { cookie })).text()
  return { ...register, door, organiser, path, tap, page }
}

it('a door person sees the register of their event alone, without addresses; everyone else finds no such page', async () => {
  const mine = await open({ title: 'Mine' })
  const other = await open({ title: 'Another conference' })
  await aPlace(mine.event, mine.school, { name: 'Gwen Parry', email: 'gwen@secret.sch.uk' })
  const list = await request('/register', { cookie: mine.door.cookie })
  const text = await list.text()
  expect(text).toContain('Mine')
  expect(text).not.toContain('Another conference')
  expect((await request(mine.path, { cookie: mine.door.cookie })).status).toBe(200)
  expect(await mine.page()).not.toContain('secret.sch.uk')
  for (const below of ['', '/sheet', '/close', '/walk-ins/new', '/mark-everyone?markType=attended', `/people/${other.placeId}`])
    expect((await request(other.path + below, { cookie: mine.door.cookie })).status).toBe(404)
  expect((await mine.tap(other.placeId)).status).toBe(404)
  expect(
    (
      await request(`${other.path}/marks`, {
        cookie: mine.door.cookie,
        form: { person: other.placeId, mark: newId(tick()), markType: 'attended' },
      })
    ).status,
  ).toBe(404)
  expect((await request(`${mine.path}/register.csv`, { cookie: mine.door.cookie })).status).toBe(404)
  const strangers = [
    await anAccount({ roles: ['officer'] }),
    await anAccount({ roles: ['reader'] }),
    await anAccount({ schoolIds: [mine.school.id] }),
  ]
  for (const stranger of strangers) {
    expect((await request(mine.path, { cookie: stranger.cookie })).status).toBe(404)
    expect((await request('/register', { cookie: stranger.cookie })).status).toBe(404)
    expect((await mine.tap(mine.placeId, {}, stranger.cookie)).status).toBe(404)
  }
  expect(await leadsTo(request(mine.path))).toBe(`/sign-in?next=${encodeURIComponent(mine.path)}`)
  expect(await rows('SELECT 1 FROM Mark WHERE sessionId IN (?1, ?2)', mine.session.id, other.session.id)).toEqual([])
})

it('one tap marks someone and brings the page back to the same person, with the search kept', async () => {
  const { placeId, path, tap, page, session, door } = await open()
  expect(await page()).toContain('<strong>1</strong> left to mark')
  const answer = await request(`${path}/marks?q=school`, {
    cookie: door.cookie,
    form: { person: placeId, mark: newId(tick()), markType: 'part' },
  })
  // What was searched for is in no address: only the browser that searched can read it there.
  expect([answer.status, answer.headers.get('location')?.replace(/=\.[\w-]{38,}/, '=…')]).toEqual([303, `${path}?q=…#p-${placeId}`])
  const text = await page()
  expect(text).toContain('Attended in part')
  expect(text).toContain('by Huw Bevan')
  expect(text).toContain('<strong>0</strong> left to mark')
  expect(await rows('SELECT markType, source, accountId FROM Mark WHERE sessionId = ?1', session.id)).toEqual([
    { markType: 'part', source: 'screen', accountId: door.accountId },
  ])
  expect((await tap(placeId, { markType: 'part' })).status).toBe(303)
})

it('a second verdict says who marked what and when, and asks why before it corrects', async () => {
  const { placeId, session, tap, page } = await open()
  await tap(placeId)
  const text = await htmlOf(tap(placeId, { markType: 'absent' }), 409)
  expect(text).toContain('They are marked already')
  expect(text).toContain('by Huw Bevan')
  const [first] = await rows<{ id: string }>('SELECT id FROM Mark WHERE sessionId = ?1', session.id)
  const corrects = first?.id ?? ''
  const silent = await tap(placeId, { markType: 'absent', corrects })
  expect([silent.status, (await silent.text()).includes('Choose or write why you change what is marked')]).toEqual([422, true])
  expect((await tap(placeId, { markType: 'absent', corrects, reasonChoice: 'Other', reason: '  ' })).status).toBe(422)
  expect((await tap(placeId, { markType: 'absent', corrects, reasonChoice: 'Sheet checked', reason: 'page 2' })).status).toBe(303)
  const after = await page()
  expect(after).toContain('Corrected')
  expect(after).toContain('Reason: Sheet checked: page 2')
  expect(after).toContain('What was marked before')
})

it('a register of many people is shown by pages of whole schools, and stays on its page when somebody is marked', async () => {
  const { event, path, door, page } = await open({ capacity: 500 })
  const schools = []
  for (const name of ['Acorn Primary', 'Beech Academy', 'Cedar School']) schools.push(await aSchool({ name }))
  const places = []
  for (const school of schools) for (let n = 0; n < 45; n += 1) places.push(await aPlace(event, school, { name: `Person ${n}` }))
  const headings = (text: string) => [...text.matchAll(/<h2 class="govuk-heading-s" id="s-[^>]*>\s*([^,<]+)/g)].map(([, label]) => label)
  const whole = await page()
  expect(headings(whole)).toEqual(['Acorn Primary'])
  expect(Buffer.byteLength(whole)).toBeLessThan(120_000)
  expect(whole).toContain('of <strong>136</strong> marked')
  expect(headings(await page('?page=3'))[0]).toBe('Cedar School')
  expect(headings(await page('?page=99'))).toEqual(headings(await page('?page=4')))
  const form = { person: places.at(-1)?.placeId ?? '', mark: newId(tick()), markType: 'attended' }
  const marked = await request(`${path}/marks?page=2`, { cookie: door.cookie, form })
  expect(marked.headers.get('location')).toBe(`${path}?page=2#p-${form.person}`)
})

it('names are shown as they are written and never run, and are found without accents', async () => {
  const { event, session, school, page } = await open()
  const names = ['Siân Ŵyn ap Llŷr', '<script>alert(1)</script>', '=1+1', '🦉 Owl', 'x'.repeat(10_000)]
  for (const name of names) await aPlace(event, school, { name })
  const text = await page()
  expect(text).toContain('Siân Ŵyn ap Llŷr')
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(text).not.toContain('<script>alert(1)')
  const found = await page('?q=sian+llyr')
  expect(found).toContain('Siân Ŵyn ap Llŷr')
  expect(found).not.toContain('🦉')
  const organiser = await anAccount({ roles: ['organiser'] })
  const csv = await (await request(`/register/${session.id}/register.csv`, { cookie: organiser.cookie })).text()
  expect(csv).toContain(`'=1+1`)
  expect(csv.split('\r\n').length).toBe(names.length + 3)
})

it('two schools of one name stand apart; a cancelled place is gone unless something was marked', async () => {
  const { event, placeId, tap, page } = await open()
  const [one, two] = [await aSchool({ name: 'St Mary’s', town: 'Credenhill' }), await aSchool({ name: 'St Mary’s', town: 'Fownhope' })]
  await aPlace(event, one)
  const gone = await aPlace(event, two, { name: 'Gone Away' })
  const text = await page()
  expect(text).toContain(`St Mary’s, Credenhill (URN ${one.urn})`)
  expect(text).toContain(`St Mary’s, Fownhope (URN ${two.urn})`)
  await tap(placeId)
  await cancelPlace(placeId)
  await cancelPlace(gone.placeId)
  const after = await page()
  expect(after).not.toContain('Gone Away')
  expect(after).toContain('Cancelled places that were marked')
  expect(after).toContain('<strong>0</strong> of <strong>1</strong> marked')
})

it('everyone left of one school can be marked after a page that names them, and nobody is overwritten', async () => {
  const { event, school, placeId, tap, page, path, door, session } = await open()
  const second = await aPlace(event, school, { name: 'Gwen Parry' })
  const elsewhere = await aPlace(event, await aSchool(), { name: 'Not Listed' })
  const confirm = await page(`/mark-everyone?markType=attended&school=${school.id}`)
  expect(confirm).toContain('Mark 2 people')
  expect(confirm).not.toContain('Not Listed')
  const marks = [...confirm.matchAll(/name="mark" type="checkbox" value="([^"]+)"/g)].map((match) => match[1] ?? '')
  expect(new Set(marks.map((pair) => pair.slice(0, 36)))).toEqual(new Set([placeId, second.placeId]))
  await tap(placeId, { markType: 'apologies' })
  const form = { markType: 'attended', school: school.id, mark: marks }
  const refused = await request(`${path}/mark-everyone`, { cookie: door.cookie, form })
  expect([refused.status, (await refused.text()).includes('so nothing was saved')]).toEqual([409, true])
  const [again] = [
    ...(await page(`/mark-everyone?markType=attended&school=${school.id}`)).matchAll(/name="mark" type="checkbox" value="([^"]+)"/g),
  ]
  const submit = () => request(`${path}/mark-everyone`, { cookie: door.cookie, form: { ...form, mark: again?.[1] ?? '' } })
  const answers = await Promise.all([submit(), submit()])
  expect(answers.map((answer) => answer.status)).toEqual([303, 303])
  expect(await rows('SELECT placeId, markType FROM Mark WHERE sessionId = ?1 ORDER BY markType', session.id)).toEqual([
    { placeId, markType: 'apologies' },
    { placeId: second.placeId, markType: 'attended' },
  ])
  expect(await rows('SELECT 1 FROM Mark WHERE placeId = ?1', elsewhere.placeId)).toEqual([])
  expect(await rows(`SELECT 1 FROM Log WHERE act = 'register.marked_together' AND subjectId = ?1`, session.id)).toHaveLength(1)
})

it('someone unexpected is added with a school, or with what they said and matched later', async () => {
  const { path, door, page, session } = await open()
  const hereford = await aSchool({ name: 'Walk-in Primary School', town: 'Hereford' })
  const empty = await request(`${path}/walk-ins`, { cookie: door.cookie, form: { walkIn: newId(tick()), name: '', email: 'no' } })
  const said = await empty.text()
  expect(empty.status).toBe(422)
  for (const sentence of ['Enter their full name', 'Enter an email address in the correct format', 'Choose their school'])
    expect(said).toContain(sentence)
  const walkIn = newId(tick())
  const form = { walkIn, name: 'Nerys Pugh', email: '', roleId: 'dsl', schoolId: '', organisation: 'The one by the river' }
  expect(await leadsTo(request(`${path}/walk-ins`, { cookie: door.cookie, form }))).toBe(`${path}#p-${walkIn}`)
  expect((await request(`${path}/walk-ins`, { cookie: door.cookie, form })).status).toBe(303)
  expect(await page()).toContain('They said: The one by the river')
  const match = (more: Record<string, string>) => request(`${path}/people/${walkIn}/school`, { cookie: door.cookie, form: more })
  expect((await match({ schoolId: '' })).status).toBe(422)
  expect((await match({ schoolId: hereford.id })).status).toBe(303)
  expect(await page()).toContain(`Walk-in Primary School, Hereford (URN ${hereford.urn})`)
  const other = await aSchool({ name: 'Right Primary School' })
  const asked = await match({ schoolId: other.id, seen: hereford.id })
  expect([asked.status, (await asked.text()).includes('Change the school of Nerys Pugh')]).toEqual([200, true])
  expect((await match({ schoolId: other.id, seen: hereford.id, confirmed: 'yes' })).status).toBe(303)
  expect(await rows('SELECT schoolId, organisation FROM WalkIn WHERE sessionId = ?1', session.id)).toEqual([
    { schoolId: other.id, organisation: 'The one by the river' },
  ])
})

it('closing says how many are left, then signs what was shown; afterwards a mark is shown as made after signing off', async () => {
  const running = await open()
  expect(await running.page('/close')).toMatch(/This session ends at .+: until then its register cannot be signed off, whoever is marked/)
  expect(await running.page()).not.toContain('Sign off the register')
  const over = { startsAt: new Date(Date.now() - 3_600_000).toISOString(), endsAt: new Date(Date.now() - 60_000).toISOString() }
  const { event, school, placeId, path, door, organiser, tap, page } = await open(over)
  expect(await page('/close')).toContain('One person is not marked yet')
  const early = await request(`${path}/close`, { cookie: door.cookie, form: { attended: '0', part: '0', absent: '0', apologies: '0' } })
  expect([early.status, (await early.text()).includes('One person is not marked yet')]).toEqual([409, true])
  await tap(placeId)
  const closed = await request(`${path}/close`, { cookie: door.cookie, form: { attended: '1', part: '0', absent: '0', apologies: '0' } })
  expect([closed.status, closed.headers.get('location')]).toEqual([303, path])
  expect(await page()).toContain('by Huw Bevan')
  const late = await aPlace(event, school, { name: 'Late Place' })
  expect(await page()).toContain('Mark, with a reason')
  expect((await tap(late.placeId)).status).toBe(409)
  expect((await tap(late.placeId, { reasonChoice: 'Sheet checked' }, organiser.cookie)).status).toBe(303)
  expect(await page()).toContain('After signing off')
  const csv = await request(`${path}/register.csv`, { cookie: organiser.cookie })
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(await csv.text()).toContain('Sheet checked,yes')
})

it('a paper sheet is entered with the time on it, marked as from paper, and late when it comes late', async () => {
  const { placeId, path, organiser, session, page } = await open({
    startsAt: '2026-06-12T08:30:00.000Z',
    endsAt: '2026-06-12T15:00:00.000Z',
  })
  const enter = (time: string) =>
    request(`${path}/marks?source=paper`, {
      cookie: organiser.cookie,
      form: { person: placeId, mark: newId(tick()), markType: 'attended', time },
    })
  const wrong = await enter('half past')
  expect([wrong.status, (await wrong.text()).includes('Enter the time as on the sheet')]).toEqual([422, true])
  expect((await enter('09:25')).headers.get('location')).toBe(`${path}?source=paper#p-${placeId}`)
  expect(await rows('SELECT happenedAt, source, late FROM Mark WHERE sessionId = ?1', session.id)).toEqual([
    { happenedAt: '2026-06-12T08:25:00.000Z', source: 'paper', late: 1 },
  ])
  const text = await page('', organiser.cookie)
  expect(text).toContain('From paper')
  expect(text).toContain('Entered late')
})

it('the sheet to print names everyone expected by school, with room to sign', async () => {
  const { page, name, school } = await open({ title: 'Autumn conference' })
  const text = await page('/sheet')
  for (const part of [
    'Autumn conference',
    name,
    `(URN ${school.urn})`,
    'Signature',
    'Entered into the register by',
    'Three Counties Hotel',
  ])
    expect(text).toContain(part)
})

it('the number of reads of a register does not grow with the people on it', async () => {
  const { event, school, door, path } = await open()
  const trips = async (address: string) =>
    tripsOf(async (on) => {
      expect((await request(address, { cookie: door.cookie, bindings: { DB: on } })).status).toBe(200)
    })
  const alone = [await trips(path), await trips(`${path}/sheet`), await trips('/register')]
  for (let n = 0; n < 29; n += 1) await aPlace(event, school, { name: `Delegate ${n}` })
  await anEvent()
  expect([await trips(path), await trips(`${path}/sheet`), await trips('/register')]).toEqual(alone)
  expect(Math.max(...alone)).toBeLessThanOrEqual(3)
})

it('a draft event has no register, and a form that is not one of ours changes nothing', async () => {
  const { tap, placeId, session, organiser } = await open()
  const draft = await anEvent({ state: 'draft' })
  expect((await request(`/register/${draft.sessions[0]?.id}`, { cookie: organiser.cookie })).status).toBe(404)
  for (const more of [{ markType: 'sleeping' }, { mark: 'x' }, { corrects: 'y' }] as Record<string, string>[])
    expect((await tap(placeId, more)).status).toBe(422)
  expect((await tap('not-a-person')).status).toBe(404)
  expect(await rows('SELECT 1 FROM Mark WHERE sessionId = ?1', session.id)).toEqual([])
})
