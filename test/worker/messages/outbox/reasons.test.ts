// What a message says of a school, or asks of whoever came, may end while it waits: then it does not leave.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { claimDue } from '#messages/outbox/claim-store.ts'
import type { MessageKind } from '#messages/outbox/kind.ts'
import { queuedAgain } from '#messages/outbox/message-store.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { anAccount, anAct, anEvent, aSchool, db, request, rows, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aMark, aPerson, aPlace, aWalkIn, firstSession } from '#test/worker/attendance/coverage/world.ts'
import { aDocument, anIssue, aReceipt, aVersion } from '#test/worker/guidance/world.ts'
import { aRole, aSchoolWithRoles } from '#test/worker/people/roles/world.ts'
import { inRole } from '#test/worker/returns/filling/world.ts'
import { anOpenRound, returnOf, submit } from '#test/worker/returns/world.ts'

const now = () => tick().toISOString()

type Ground = {
  recipient: string
  schoolId?: string
  eventId?: string
  written?: (id: string) => Promise<unknown>
  end: () => Promise<unknown>
}

const someone = async (roleId: string): Promise<{ personId: string; schoolId: string }> => {
  const [personId, school] = [await aPerson(), await aSchool()]
  await inRole(personId, school.id, roleId)
  return { personId, schoolId: school.id }
}
const endRole = (personId: string) => run('UPDATE RoleAtSchool SET supersededAt = ?2 WHERE personId = ?1', personId, now())

/** Somebody who came to an event that is evaluated, by a place or without one, and what ends the asking. */
const asked = async (kind: MessageKind, ends: 'called off' | 'closed' | 'absent', walksIn = false): Promise<Ground> => {
  const [personId, school, event] = [await aPerson(), await aSchool(), await anEvent()]
  const wave = kind === 'evaluation' ? 'after' : kind === 'evaluation_later' ? 'later' : 'head'
  if (wave === 'head') await inRole(personId, school.id, 'head')
  const of = walksIn ? { walkInId: await aWalkIn(event, school) } : { placeId: await aPlace(event, school, { personId }) }
  if (of.walkInId) await run('UPDATE WalkIn SET personId = ?2 WHERE id = ?1', of.walkInId, personId)
  const mark = await aMark(firstSession(event), of, 'attended')
  await add('EvaluationWave', { eventId: event.id, wave, weeks: wave === 'after' ? 0 : 6 })
  const end = {
    'called off': () => run(`UPDATE Event SET state = 'cancelled', cancelledAt = ?2, version = version + 1 WHERE id = ?1`, event.id, now()),
    closed: () => run(`UPDATE EvaluationWave SET closedOn = '2026-07-01' WHERE eventId = ?1`, event.id),
    absent: () => aMark(firstSession(event), of, 'absent', { correctsId: mark, reason: 'The sheet says so' }),
  }[ends]
  return { recipient: personId, schoolId: school.id, eventId: event.id, end }
}

const cases: [kind: MessageKind, why: string, ground: () => Promise<Ground>][] = [
  ['evaluation', 'the event was called off', () => asked('evaluation', 'called off')],
  ['evaluation', 'nobody can answer any more', () => asked('evaluation', 'closed')],
  ['evaluation', 'they had not attended', () => asked('evaluation', 'absent')],
  ['evaluation_later', 'they had not attended', () => asked('evaluation_later', 'absent', true)],
  ['evaluation_head', 'nobody can answer any more', () => asked('evaluation_head', 'closed')],
  [
    'evaluation_head',
    'the head had left',
    async () => {
      const ground = await asked('evaluation_head', 'closed')
      return { ...ground, end: () => endRole(ground.recipient) }
    },
  ],
  [
    'role_named',
    'the role had ended',
    async () => {
      const { personId, schoolId } = await someone('dsl')
      return { recipient: personId, schoolId, end: () => endRole(personId) }
    },
  ],
  [
    'school_digest',
    'they no longer acted for the school',
    async () => {
      const school = await aSchool()
      const { accountId } = await anAccount({ schoolIds: [school.id] })
      const end = () => run(`UPDATE Claim SET state = 'ended', decidedAt = requestedAt WHERE accountId = ?1`, accountId)
      return { recipient: accountId, schoolId: school.id, end }
    },
  ],
  [
    'school_digest',
    'they no longer acted for the school',
    async () => {
      const schoolIds = [(await aSchool()).id, (await aSchool()).id]
      const { accountId } = await anAccount({ schoolIds })
      const end = (schoolId?: string) =>
        run(
          `UPDATE Claim SET state = 'ended', decidedAt = requestedAt WHERE accountId = ?1 AND state = 'approved' AND schoolId = COALESCE(?2, schoolId)`,
          ...[accountId, schoolId ?? null],
        )
      // One for several schools goes while they act for any of them.
      await end(schoolIds[0])
      return { recipient: accountId, end }
    },
  ],
  [
    'guidance_issued',
    'the guidance was withdrawn',
    async () => {
      const [document, school] = [await aDocument(), await aSchool()]
      const issue = await anIssue(await aVersion(document), school)
      return {
        ...{ recipient: school.id, schoolId: school.id },
        written: async (id) => {
          const receipt = await aReceipt(issue, 'sent', '2026-03-02')
          // A receipt is never changed: it is written with its message.
          await run('DROP TRIGGER IF EXISTS GuidanceReceipt_stands')
          await run('UPDATE GuidanceReceipt SET messageId = ?2 WHERE id = ?1', receipt, id)
        },
        end: () =>
          run(
            `UPDATE GuidanceDocument SET withdrawnAt = ?2, withdrawnById = ?3, withdrawnWhy = 'It is wrong' WHERE id = ?1`,
            document.id,
            now(),
            document.by,
          ),
      }
    },
  ],
  [
    'guidance_issued',
    'a newer version was issued',
    async () => {
      const [document, school] = [await aDocument(), await aSchool()]
      const issue = await anIssue(await aVersion(document), school)
      return {
        ...{ recipient: school.id, schoolId: school.id },
        written: async (id) => {
          const receipt = await aReceipt(issue, 'sent', '2026-03-02')
          await run('DROP TRIGGER IF EXISTS GuidanceReceipt_stands')
          await run('UPDATE GuidanceReceipt SET messageId = ?2 WHERE id = ?1', receipt, id)
        },
        end: async () => anIssue(await aVersion(document, { number: 2, issuedOn: '2026-03-03' }), school, { issuedOn: '2026-03-03' }),
      }
    },
  ],
  ...(['return_opened', 'return_put_off'] as const).map((kind): (typeof cases)[number] => [
    kind,
    'the return was submitted, or its round was over',
    async () => {
      const school = await aSchool({ sector: 'academy' })
      const round = await anOpenRound({ sectors: ['academy'] })
      return { recipient: 'office@example.sch.uk', schoolId: school.id, end: async () => submit(await returnOf(round, school)) }
    },
  ]),
]

// “What is no longer so when it would leave is not sent, and its page says why.”
it.each(cases)('a message of kind %s that waits goes while it is so, and not once %s', async (kind, why, ground) => {
  const { end, written, ...about } = await ground()
  const waiting = async () => {
    const id = newId(tick())
    await db.batch(
      queuedAll(anAct({ now: tick() }), [
        { ...{ id, kind, to: { email: `${id}@example.sch.uk` }, subject: 's', text: 't', html: 'h' }, ...about },
      ]),
    )
    await written?.(id)
    return id
  }
  const claimed = async () => {
    const at = tick()
    const { claims } = await claimDue(db, at, { claim: newId(at), batch: newId(at) }, { alone: 10, together: 100 })
    return claims.map(({ messageId }) => messageId)
  }
  const goes = await waiting()
  expect(await claimed()).toContain(goes)
  await run(`UPDATE Message SET state = 'sent', sentAt = ?2 WHERE id = ?1`, goes, now())
  const stays = await waiting()
  await end()
  expect(await claimed()).not.toContain(stays)
  expect(await db.prepare('SELECT state, withheld, lastError FROM Message WHERE id = ?1').bind(stays).first()).toEqual({
    ...{ state: 'failed', withheld: 1 },
    lastError: `not tried: ${why}`,
  })
  // Sent again it says the same, and does not leave either.
  await run('UPDATE Message SET withheld = 0 WHERE id = ?1', stays)
  const again = newId(tick())
  await db.batch(queuedAgain(anAct({ now: tick() }), stays, again))
  expect(await claimed()).not.toContain(again)
})

// “When a head or governor is named, the school’s addresses are told, and whoever had the role.”
it('who else is told of a head holds no role, and the mail leaves', async () => {
  const { school, approver } = await aSchoolWithRoles()
  const head = await anAccount({ name: 'Hal Price' })
  await aRole({ personId: head.personId, schoolId: school.id, roleId: 'head' }, approver.accountId)
  const form = { answer: 'named', dateNotKnown: 'yes', name: 'Jo Second', email: 'jo.second@private.example', others: 'both' }
  expect((await request(`/school/${school.id}/roles/head`, { cookie: approver.cookie, form })).status).toBe(303)
  const at = new Date()
  await claimDue(db, at, { claim: newId(at), batch: newId(at) }, { alone: 10, together: 100 })
  expect(
    await rows(
      `SELECT b.email, m.lastError FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'role_named' AND m.schoolId = ?1 ORDER BY 1`,
      school.id,
    ),
  ).toEqual([
    { email: 'jo.second@private.example', lastError: null },
    { email: head.email, lastError: null },
  ])
})
