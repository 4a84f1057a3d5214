// Trainings from elsewhere: what their list says of them, and how an officer who looked at the evidence says they are known.

import { expect, it } from 'vitest'
import { anAccount, aSchool, db, request, rows } from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { insert } from '#test/support/rows.ts'
import { hiddenFields, upload } from '#test/support/school-facts.ts'

const path = '/organiser/schools/earlier-attendance'

const imported = async (line: string) => {
  const school = await aSchool()
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const csv = `URN,date,title,topic,attended,name,role,purpose,minutes,level,provider,evidence\n${school.urn},12/06/2025,Lead training,DSL training,yes,Lena Lead,,${line}`
  const preview = await (await upload(path, cookie, { source: 'Certificates 2025' }, csv)).text()
  return { school, cookie, preview: plain(preview), apply: () => request(`${path}/apply`, { cookie, form: hiddenFields(preview) }) }
}
const held = (schoolId: string) =>
  rows(`SELECT id, purpose, minutes, level, provider, evidence FROM EarlierAttendance WHERE schoolId = ?1`, schoolId)

// “A list of earlier attendance may say what a training was for, how long it was, its level, who gave it and what shows it; what is left out is not known.”
it('a list may say what a training was for, how long, at which level, by whom and what shows it; the preview says so', async () => {
  const { school, preview, apply, cookie } = await imported('Training,360,3,Kite Training,certificate 4711')
  expect(preview).toContain('Training, 360 minutes, level 3, by Kite Training, evidence: certificate 4711')
  expect((await apply()).status).toBe(303)
  expect(await held(school.id)).toEqual([
    { id: expect.any(String), purpose: 'training', minutes: 360, level: '3', provider: 'Kite Training', evidence: 'certificate 4711' },
  ])
  const page = await textOf(request(`/organiser/schools/${school.id}`, { cookie }))
  expect(page).toContain(
    'Source: Certificates 2025. Training, 360 minutes, level 3, by Kite Training, evidence: certificate 4711. Stated by our record.',
  )
})

// “The page of a training whose purpose nobody stated says as what the list of titles counts it, and since when.”
it('a training whose purpose nobody stated is said to count as the list of titles says; one that says it is believed', async () => {
  const [bare, says] = [await imported(',,,,'), await imported('Briefing,,,,')]
  for (const { apply } of [bare, says]) await apply()
  const { cookie } = await anAccount({ roles: ['officer'] })
  const pageOf = async ({ school }: typeof bare) => {
    const [record] = await held(school.id)
    return await textOf(request(`/organiser/schools/${school.id}/evidence/${String(record?.['id'])}`, { cookie }))
  }
  expect(await pageOf(bare)).toContain('Counted as Purpose not stated, and the list of titles does not say')
  await db.batch([
    insert('CourseTitle', {
      id: 't1',
      batchId: 'b1',
      title: 'lead training',
      countedAs: 'briefing',
      createdAt: '2026-01-05T10:00:00.000Z',
      supersededAt: '2026-03-03T10:00:00.000Z',
    }),
    insert('CourseTitle', {
      id: 't2',
      batchId: 'b2',
      title: 'lead training',
      countedAs: 'training',
      createdAt: '2026-03-03T10:00:00.000Z',
    }),
  ])
  expect(await pageOf(bare)).toContain('Counted as Training, by the list of titles of 3 March 2026')
  expect(await pageOf(says)).not.toContain('Counted as')
})

it('what is left out is not known, and a purpose or a length that is none is refused', async () => {
  const bare = await imported(',,,,')
  expect((await bare.apply()).status).toBe(303)
  expect(await held(bare.school.id)).toEqual([
    { id: expect.any(String), purpose: null, minutes: null, level: '', provider: '', evidence: '' },
  ])
  expect((await imported('course,,,,')).preview).toContain('Say training, update or briefing, or leave it empty.')
  expect((await imported('update,two hours,,,')).preview).toContain('Give the minutes as a whole number, or leave them empty.')
})

// “An officer who looked at the evidence says whether a training is stated, seen or verified, with a note; every look stays, and organisers do not verify.”
it('an officer raises and lowers how well it is known, with a note; each look stays; organisers do not verify', async () => {
  const { school, apply, cookie: organiser } = await imported('Training,360,,,')
  await apply()
  const [record] = await held(school.id)
  const at = `/organiser/schools/${school.id}/evidence/${String(record?.['id'])}`
  const { cookie } = await anAccount({ roles: ['officer'], name: 'Olive Officer' })
  const seenIn = (html: string): string => /name="seen" value="([^"]*)"/.exec(html)?.[1] ?? 'none'
  const bare = await request(at, { cookie, form: { known: 'verified', note: '', seen: '' } })
  expect([bare.status, (await textOf(bare)).includes('Say what you looked at')]).toEqual([422, true])
  const raise = () => request(at, { cookie, form: { known: 'verified', note: 'Rang Kite Training', seen: '' } })
  expect((await Promise.all([raise(), raise()])).map(({ status }) => status).toSorted()).toEqual([303, 409])
  const page = await (await request(at, { cookie })).text()
  expect(plain(page)).toContain('Verified Rang Kite Training Olive Officer')
  expect(await textOf(request(`/organiser/schools/${school.id}`, { cookie }))).toContain('Verified by our record.')
  expect((await request(at, { cookie, form: { known: 'stated', note: 'It was of somebody else', seen: seenIn(page) } })).status).toBe(303)
  expect(await rows(`SELECT level FROM EvidenceCheck WHERE earlierId = ?1 ORDER BY id`, String(record?.['id']))).toEqual([
    { level: 'verified' },
    { level: 'stated' },
  ])
  expect((await request(at, { cookie: organiser })).status).toBe(404)
  expect((await request(at, { cookie: organiser, form: { known: 'seen', note: 'x', seen: '' } })).status).toBe(404)
  expect(await (await request(`/organiser/schools/${school.id}`, { cookie: organiser })).text()).not.toContain(`/evidence/`)
})
