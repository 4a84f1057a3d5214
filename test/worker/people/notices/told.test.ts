// What became of telling schools a later deadline and asking who holds their roles, with the twin
// of the mail provider.

import { expect, it } from 'vitest'
import { londonDay } from '#base/dates.ts'
import { sendDigests } from '#front/digest/send-digests.ts'
import { askSchools } from '#people/roles/ask-schools.ts'
import { anAccount, anAct, aSchool, aSetting, request, rows, run, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { aPost, destroyMails } from '#test/support/post.ts'
import { permanent, tell } from '#test/support/resend-webhooks.ts'
import { add } from '#test/support/rows.ts'
import { anOpenRound, deadlineAt, finalAt, follow, officer, page, returnOf, send, type } from '#test/worker/returns/world.ts'

const textOf = (html: string): string => plain(html, '')
const factsOf = (notice: string, schoolId: string) =>
  rows<{ what: string }>('SELECT what FROM NoticeFact WHERE notice = ?1 AND schoolId = ?2 ORDER BY what', notice, schoolId).then((found) =>
    found.map(({ what }) => what),
  )

// “Deadlines that were put off and roles that are asked about have the same figures: a weekly
// email that names them counts as an email about them.”
it('says which schools were reached with a later deadline, before and after messages are destroyed', async () => {
  const { deliver, arrive, bindings } = await aPost()
  const schools = new Map<string, { id: string }>()
  for (const [name, email] of Object.entries({
    Ashfield: 'ann',
    Bosbury: 'bounced.bo',
    Colwall: '',
    Dilwyn: 'delayed.di',
    Eardisley: 'eve',
    Fownhope: 'fay',
  })) {
    const school = await aSchool({ name, sector: 'academy' })
    schools.set(name, school)
    if (email)
      await add('SchoolContact', {
        ...{
          schoolId: school.id,
          email: `${email}@example.sch.uk`,
          source: 'council',
          telephone: '01432 000001',
          learnedAt: tick().toISOString(),
        },
      })
  }
  const idOf = (name: string): string => schools.get(name)?.id ?? ''
  const round = await anOpenRound({ sectors: ['academy'] })
  const now = () => new Date().toISOString()
  while ((await follow(now())) > 0);
  const dates = { deadlineOn: '2099-02-20', deadlineTime: '17:00', finalOn: '2099-03-10', reason: 'Snow', from: `${deadlineAt} ${finalAt}` }
  expect((await send(`/organiser/returns/${round}/dates`, dates, { left: [] })).status).toBe(303)
  const [{ id } = { id: '' }] = await rows<{ id: string }>('SELECT id FROM ReturnPostponement WHERE roundId = ?1', round)
  const at = `/reached/deadline/${id}`
  // Nothing is written yet: nobody is said to have been told.
  expect(textOf(await page(at))).toContain('Not sent yet, or sent and nothing reported yet6All6')
  while ((await follow(now())) > 0);
  await deliver()
  await arrive()
  await type(await returnOf(round, { id: idOf('Fownhope') }), { at: now() })
  const noted = await send(at, {
    schools: idOf('Eardisley'),
    means: 'telephone',
    happenedOn: londonDay(new Date()),
    toWhom: 'Pat Lee, head',
  })
  expect(noted.status).toBe(303)
  expect(await Promise.all([...schools.values()].map((one) => factsOf('deadline', one.id)))).toEqual([
    ['accepted', 'queued'],
    ['came_back', 'queued'],
    ['not_sent'],
    ['queued'],
    ['accepted', 'queued', 'told'],
    ['accepted', 'confirmed', 'queued'],
  ])
  const today = londonDay(new Date())
  const figures = async () => {
    const found = textOf(await (await request(`${at}?on=${today}`, { cookie: officer.cookie, bindings })).text())
    return [
      found.slice(found.indexOf('Confirmed by a named person'), found.indexOf('Only the first two')).trim(),
      found.includes('does not report to us'),
    ]
  }
  const onRound = async () => textOf(await page(`/organiser/returns/${round}`))
  const said =
    'Reached: 2 of 6 schools. Of all, confirmed by a named person: 1; told another way and noted: 1; delivered, confirmed by nobody: 1; came back or failed: 1; not sent: no working address: 1; not sent yet, or sent and nothing reported yet: 1. Which schools were reached'
  const before = await figures()
  expect(before).toEqual([
    'Confirmed by a named person1Told another way and noted1Delivered, confirmed by nobody1Came back or failed1Not sent: no working address1Not sent yet, or sent and nothing reported yet1All6Reached: 2 of 6 schools.',
    false,
  ])
  expect(await onRound()).toContain(`Snow${said}`)
  await destroyMails()
  expect(await rows('SELECT m.id FROM Message m WHERE m.redaction < 2 UNION ALL SELECT v.id FROM MailEvent v')).toEqual([])
  expect([await figures(), (await onRound()).includes(`Snow${said}`)]).toEqual([before, true])
})

it('says which schools were reached when they were asked about their roles', async () => {
  const monday = '2026-11-30T09:00:00.000Z'
  await aSetting('council', { digestDay: 'monday' })
  await run(`UPDATE School SET statusCode = '2'`)
  const [read, bounced, answered, nobody] = [await aSchool(), await aSchool(), await aSchool(), await aSchool()]
  const approvers = await Promise.all([read, bounced, answered].map(({ id }) => anAccount({ schoolIds: [id] })))
  await askSchools(anAct({ now: new Date('2026-11-27T09:00:00.000Z') }))
  const at = '/reached/roles/2026-09-15'
  expect(textOf(await page(at))).toContain('Not sent yet, or sent and nothing reported yet3All3')
  expect(await sendDigests(anAct({ now: new Date(monday), origin: 'schedule' }))).toBe(true)
  const outcomes = { [read.id]: 'email.delivered', [bounced.id]: 'email.bounced' } as const
  for (const [schoolId, kind] of Object.entries(outcomes)) {
    await run(`UPDATE Message SET state = 'sent', sentAt = createdAt, providerId = 'local-' || id WHERE schoolId = ?1`, schoolId)
    const [mail] = await rows<{ id: string }>('SELECT id FROM Message WHERE schoolId = ?1', schoolId)
    expect(await tell({ type: kind, ...(kind === 'email.bounced' ? { data: permanent } : {}), message: mail?.id ?? '' })).toBe(200)
  }
  await add('RolesConfirmation', {
    schoolId: answered.id,
    asAt: '2026-11-30',
    confirmedAt: '2026-11-30T11:00:00.000Z',
    confirmedById: approvers[2]?.accountId,
  })
  expect(await Promise.all([read, bounced, answered, nobody].map(({ id }) => factsOf('roles', id)))).toEqual([
    ['accepted', 'queued'],
    ['came_back', 'queued'],
    ['confirmed', 'queued'],
    [],
  ])
  expect(textOf(await page('/organiser/schools/people-in-roles'))).toContain(
    'Reached: 1 of 3 schools. Of all, confirmed by a named person: 1; told another way and noted: 0; delivered, confirmed by nobody: 1; came back or failed: 1; not sent: no working address: 0.',
  )
  expect(await page(`/organiser/schools/${read.id}/roles`)).toContain(`href="${at}"`)
})
