// That case records were read, as a school states it and as the council did itself, in bands and without a word of a child.

import { expect, it } from 'vitest'
import { londonDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { anAccount, aSchool, request, rows, tick } from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { aRole } from '#test/worker/attendance/requirements/world.ts'

const officer = await anAccount({ roles: ['officer'], name: 'Odile Officer' })
const [school, other] = [await aSchool(), await aSchool()]
const own = await anAccount({ schoolIds: [school.id] })
const today = londonDay(new Date())
const look = async (path: string, cookie: string): Promise<string> => await textOf(request(path, { cookie }))
const at = `/school/${school.id}/case-records`
const said = { doneOn: today, doneBy: 'governor', readBand: '2', completeBand: '1', obstacles: 'time' }
const kept = () =>
  rows(
    'SELECT bySchool, doneOn, doneBy, readBand, completeBand, obstacles FROM CaseRecordAudit WHERE schoolId = ?1 ORDER BY rowid',
    school.id,
  )

// “A school states that its case records were read: when, by whom, how many, how many were complete in four bands, and what gets in the way.”
it('keeps what a school states, once for a form, and refuses what cannot be', async () => {
  const wrong = await request(at, { cookie: own.cookie, form: { ...said, doneOn: '2099-01-01', completeBand: '3', doneBy: 'nobody' } })
  const text = await wrong.text()
  expect([wrong.status, text.includes('Enter a day that is not in the future'), text.includes('Choose who read them')]).toEqual([
    422,
    true,
    true,
  ])
  const more = await request(at, { cookie: own.cookie, form: { ...said, completeBand: '3' } })
  expect([more.status, await more.text()]).toEqual([422, expect.stringContaining('No more can be complete than were read')])
  expect(await kept()).toEqual([])
  const id = newId(tick())
  for (const form of [
    { ...said, id },
    { ...said, id },
  ])
    expect((await request(at, { cookie: own.cookie, form })).status).toBe(303)
  expect(await kept()).toEqual([{ bySchool: 1, doneOn: today, doneBy: 'governor', readBand: 2, completeBand: 1, obstacles: '["time"]' }])
  expect(await look(at, own.cookie)).toContain('A governor or trustee, as the school states 6 to 20 1 to 5 No time is set aside for it')
  await expect(rows('UPDATE CaseRecordAudit SET readBand = 3')).rejects.toThrow('case_audit_stands')
  const stranger = await anAccount({ schoolIds: [other.id] })
  expect((await request(at, { cookie: stranger.cookie })).status).toBe(404)
})

// “Whoever is confirmed as head, lead, deputy or one who governs states it too, signed in, whether or not they may book.”
it('takes it from a head and a governor who do not act for the school, and from nobody whose role has ended or is only proposed', async () => {
  const place = await aSchool()
  const path = `/school/${place.id}/case-records`
  const holding = async (roleId: string, more: Record<string, string | null> = {}) => {
    const { cookie, personId } = await anAccount()
    await aRole(personId, place, { roleId, ...more })
    return cookie
  }
  const tries = [await holding('head'), await holding('link_governor'), await holding('business_manager')]
  tries.push(await holding('dsl', { toDate: '2025-01-01' }), await holding('chair', { confirmedAt: null }))
  const states = async (cookie: string, doneOn: string) => [
    (await request(path, { cookie })).status,
    (await request(path, { cookie, form: { ...said, doneOn, id: newId(tick()) } })).status,
  ]
  const answered: number[][] = []
  for (const [n, cookie] of tries.entries()) answered.push(await states(cookie, `2026-03-0${n + 1}`))
  expect(answered).toEqual([
    [200, 303],
    [200, 303],
    [404, 404],
    [404, 404],
    [404, 404],
  ])
  expect(await rows('SELECT doneOn, bySchool FROM CaseRecordAudit WHERE schoolId = ?1 ORDER BY rowid', place.id)).toEqual([
    { doneOn: '2026-03-01', bySchool: 1 },
    { doneOn: '2026-03-02', bySchool: 1 },
  ])
  // A school that was asked for nothing else is on their list.
  const [head = ''] = tries
  expect(await (await request('/school', { cookie: head })).text()).toContain(`href="${path}"`)
  const page = await (await request(path, { cookie: head })).text()
  expect(/class="govuk-back-link" href="([^"]*)"|href="([^"]*)" class="govuk-back-link"/.exec(page)?.slice(1).find(Boolean)).toBe('/school')
})

// “The council notes its own audits of a school’s records beside it, which the school sees.”
// “Officers read at how many of the open schools records were read in a school year, by bands and by what gets in the way, each school by its last audit.”
it('sets the council’s own audits beside, and counts schools of a year', async () => {
  const noted = await request(`/organiser/schools/${school.id}/case-records`, {
    cookie: officer.cookie,
    form: { ...said, id: newId(tick()), readBand: '3', completeBand: '0', obstacles: 'unsure' },
  })
  expect(noted.status).toBe(303)
  expect(await look(at, own.cookie)).toContain('The council More than 20 None Staff are unsure what to record')
  // The last of a day stands.
  await request(at, { cookie: own.cookie, form: { ...said, id: newId(tick()), completeBand: '2', obstacles: 'system' } })
  const figures = await look('/organiser/returns/case-records', officer.cookie)
  expect(figures).toMatch(/1 of (\d+) schools state that they read their case records; the council read records at 1 of \1\./)
  for (const part of ['Read: 6 to 20 1 of 1 0 of 1', 'Complete: 6 to 20 1 of 1 0 of 1', 'Complete: none 0 of 1 1 of 1'])
    expect(figures).toContain(part)
  expect(figures).toContain('The recording system makes it hard 1 of 1 0 of 1')
  expect(figures).toContain('No time is set aside for it 0 of 1 0 of 1')
  const year = Number(today.slice(0, 4)) - (today.slice(5) < '09-01' ? 1 : 0)
  expect(await look(`/organiser/returns/case-records?year=${year - 1}`, officer.cookie)).toContain('0 of')
  expect((await request('/organiser/returns/case-records', { cookie: own.cookie })).status).toBe(404)
})

// “Schools with an audit in the year are listed by name, fifty on a page; the other open schools are counted.”
it('lists schools with an audit in the year fifty at a time, by name, and counts the other open ones', async () => {
  const named = Array.from({ length: 55 }, (_, n) => `Zeal ${String(n).padStart(2, '0')}`)
  for (const name of named) {
    const { id } = await aSchool({ name, town: 'Kington' })
    const form = { ...said, id: newId(tick()) }
    expect((await request(`/organiser/schools/${id}/case-records`, { cookie: officer.cookie, form })).status).toBe(303)
  }
  await aSchool({ name: 'Zeal Never', town: 'Kington' })
  const pageOf = async (address: string) => {
    const html = await (await request(address, { cookie: officer.cookie })).text()
    const [, list = ''] = html.split('>Schools with an audit')
    return { html, listed: [...list.matchAll(/schools\/[0-9a-f-]{36}\/case-records"[^>]*>([^<]*), Kington</g)].map(([, name]) => name) }
  }
  const first = await pageOf('/organiser/returns/case-records')
  const second = await pageOf(/href="([^"]*\?after=[^"]*)"/.exec(first.html)?.[1] ?? '')
  expect([...first.listed, ...second.listed]).toEqual(named)
  expect(second.html).toContain('Previous')
  const figures = /of (\d+) schools state/.exec(plain(first.html))
  const listed = Number(/Schools with an audit in the year: (\d+)/.exec(first.html)?.[1])
  expect(plain(first.html)).toContain(`${Number(figures?.[1]) - listed} open schools: no audit on record in the year.`)
})
