// Who holds roles in a lived year, what they learned elsewhere, and what officers and schools say of it.

import { saveEdition } from '#attendance/editions/save-edition.ts'
import { newEdition } from '#attendance/requirements/edition-change.ts'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { editionOn } from '#attendance/requirements/requirement.ts'
import { addException } from '#attendance/standings/add-exception.ts'
import { endException } from '#attendance/standings/end-exception.ts'
import { recordEvidence } from '#attendance/standings/record-evidence.ts'
import { recordStatement } from '#attendance/standings/record-statement.ts'
import { addDays, type Day } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { answerRole } from '#people/roles/answer-role.ts'
import { confirmRole, nameHolder } from '#people/roles/confirm-role.ts'
import { selectOwnRole } from '#people/roles/dispute-store.ts'
import { endRole } from '#people/roles/end-role.ts'
import { answerDispute, raiseDispute } from '#people/roles/raise-dispute.ts'
import { importAttendance, planEarlierImport } from '#schools/schools/import-attendance.ts'
import { db, rows } from '#test/support/factories.ts'
import type { Ground } from './lived-ground.ts'

const topics = ['designated-lead', 'governance', 'safer-recruitment', 'online-safety', 'early-years']
export const roleIds = ['dsl', 'deputy_dsl', 'link_governor', 'recruitment_panel', 'governor', 'early_years_lead']

export const thePeople = ({ act, pick, next, note, today, daysAgo, another, actor, roots, rolesAt, holders }: Ground) => {
  const name = async (schoolId: string, roleId = pick(roleIds), fromDate: Day = daysAgo(900)): Promise<void> => {
    const people = another()
    const ask = {
      roleId,
      name: `Person Number${people}`,
      email: `person${people}@example.sch.uk`,
      fromDate,
      others: pick(['both', addDays(today(), -1)] as const),
    }
    note('named', await nameHolder(act(), await rolesAt(schoolId), ask))
  }
  const changeRoles = async (): Promise<void> => {
    const [school, holder] = [pick(await roots()), pick(await holders())]
    const what = next(6)
    if (what === 0) note('ended', await endRole(act(), await rolesAt(holder.rootId), { id: holder.id, lastDay: daysAgo(20) }))
    else if (what === 1)
      await answerRole(act(), await rolesAt(school.id), { roleId: pick(roleIds), vacantFrom: pick([daysAgo(9), undefined]) }).then((r) =>
        note('gap', r),
      )
    else if (what === 2) {
      const role = await readNow(db, selectOwnRole(db, holder.id))
      if (role && !role.dispute)
        note('disputed', await raiseDispute({ ...act(), actor: { ...actor, personId: holder.personId } }, role, 'It is not I'))
    } else if (what === 3) {
      const [open] = await rows<{ id: string; rootId: string }>(
        `SELECT x.id, s.rootId FROM RoleDispute d JOIN RoleAtSchool x ON x.id = d.roleAtSchoolId AND x.supersededAt IS NULL JOIN School s ON s.id = x.schoolId WHERE d.answer IS NULL ORDER BY d.id`,
      )
      if (open)
        note('answered', await answerDispute(act(), await rolesAt(open.rootId), { id: open.id, answer: pick(['upheld', 'dismissed']) }))
    } else if (what === 4) {
      const [proposed] = (await rolesAt(school.id)).roles.flatMap(({ proposals }) => proposals)
      if (proposed)
        note('confirmed', await confirmRole(act(), await rolesAt(school.id), { id: proposed.id, fromDate: daysAgo(60), others: 'both' }))
    } else await name(school.id)
  }

  // What comes from elsewhere, and what officers say.
  const learnElsewhere = async (): Promise<void> => {
    const of = Array.from({ length: 4 }, () => 0)
    const known = await holders()
    const lines = of.map(() => {
      const { urn, name: who } = pick(known)
      return [
        urn,
        daysAgo(1200),
        `Course ${another()}`,
        pick(topics),
        pick(['yes', 'yes', 'partly']),
        who,
        '',
        pick(['training', 'update', '']),
        pick(['120', '360', '']),
      ].join(',')
    })
    const text = ['URN,date,title,topic,attended,name,role,purpose,minutes', ...lines].join('\n')
    const planned = await planEarlierImport(act(), text)
    if (planned.ok)
      note(
        'elsewhere',
        await importAttendance(act(), { text, source: 'Certificates', state: planned.value.state, batchId: newId(act().now) }),
      )
    const earlier = await rows<{ id: string; schoolId: string }>(
      'SELECT id, schoolId FROM EarlierAttendance a WHERE NOT EXISTS (SELECT 1 FROM EvidenceCheck c WHERE c.earlierId = a.id) ORDER BY id',
    )
    if (earlier.length > 0) {
      const { id, schoolId } = pick(earlier)
      note(
        'evidence',
        await recordEvidence(act(), {
          earlierId: id,
          schoolId,
          known: pick(['stated', 'seen', 'verified']),
          note: 'Seen at the visit',
          seen: '',
        }),
      )
    }
  }
  const except = async (): Promise<void> => {
    const holder = pick(await holders())
    const standing = await rows<{
      id: string
      requirementId: string
      schoolId: string
      personId: string | null
      kind: 'exempt' | 'extended'
      fromDate: Day
      untilDate: Day | null
      reason: string
    }>(
      'SELECT id, requirementId, schoolId, personId, kind, fromDate, untilDate, reason FROM RequirementException WHERE supersededAt IS NULL ORDER BY id',
    )
    if (next(3) === 0 && standing.length > 0) {
      const { schoolId, personId, fromDate: from, untilDate, ...one } = pick(standing)
      const exception = { ...one, from, personId: personId ?? undefined, until: untilDate ?? undefined }
      return note('exception ended', await endException(act(), { exception, schoolId, until: pick([today(), undefined]) }))
    }
    const one = act()
    note(
      'exception',
      await addException(one, {
        ...{ id: newId(one.now), requirementId: pick(['lead', 'deputies', 'governors', 'staff_update']), schoolId: holder.schoolId },
        ...{
          personId: pick([holder.personId, undefined]),
          kind: pick(['exempt', 'extended']),
          from: daysAgo(30),
          until: addDays(today(), next(200)),
          reason: 'Long illness',
        },
      }),
    )
  }
  const state = async (): Promise<void> => {
    const staff = 10 + next(40)
    await recordStatement(act(), {
      requirementId: 'staff_update',
      schoolId: pick(await roots()).id,
      trained: staff - next(3),
      staff,
      asAt: daysAgo(400),
      saidBy: 'The head',
    })
    note('stated')
  }
  const newLead = async (): Promise<void> => {
    const editions = (await readNow(db, selectEditions(db))).filter(({ requirementId }) => requirementId === 'lead')
    const was = editionOn(editions, today())
    if (!was) throw new Error('no edition')
    const one = act()
    const ids = { id: newId(one.now), besideId: newId(one.now) }
    const change = newEdition('lead', editions, { ...was, everyMonths: 12, source: 'KCSIE 2027', validFrom: '2027-09-01' }, ids)
    note('edition', change.ok ? await saveEdition(one, change.value) : change)
  }

  return { name, changeRoles, learnElsewhere, except, state, newLead }
}
