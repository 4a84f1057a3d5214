// That case records were read, as a school states it and as the council did itself, in bands and without a word of a child.
import { expect, it } from 'vitest'
import { londonDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { anAccount, aSchool, request, rows, tick } from '#test/support/factories.ts'

const officer = await anAccount({ roles: ['officer'], name: 'Odile Officer' })
const [school, other] = [await aSchool(), await aSchool()]
const own = await anAccount({ schoolIds: [school.id] })
const today = londonDay(new Date())
const words = (html: string): string => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
const look = async (path: string, cookie: string): Promise<string> => words(await (await request(path, { cookie })).text())
const at = `/school/${school.id}/case-records`
const said = { doneOn: today, doneBy: 'governor', readBand: '2', completeBand: '1', obstacles: 'time' }
const kept = () =>
  rows(
    'SELECT bySchool, doneOn, doneBy, readBand, completeBand, obstacles FROM CaseRecordAudit WHERE schoolId = ?1 ORDER BY rowid',
    school.id,
  )

// “A school states that its case records were read: when, by whom, how many were read and were complete in four bands, and what gets in the way, from a list.”
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
