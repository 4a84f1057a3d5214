import type { Act } from '#base/act.ts'
import { type Day, type Instant, instant } from '#base/dates.ts'
import type { ChasedMatter, Matter, Means, Result } from './contact.ts'
import type { Rung } from './rung.ts'

export type NewContact = {
  id: string
  schoolId: string
  rung: Rung
  means: Means
  result: Result
  happenedAt: Instant
  note?: string
  /** The step after it, where an officer chose one. */
  next?: { rung: Rung; on: Day; ownerId: string } | undefined
  correctsId?: string | undefined
  /** Of the form that noted it: a second press is refused (`ContactTried.form`). */
  form: string
} & (
  | { chaseId: string }
  /** Of the open chase of this matter with the school (a root). */
  | { chase: { matter: ChasedMatter; subjectId: string } }
  | { matter: Exclude<Matter, ChasedMatter>; subjectId?: string; placeId?: string; bookingId?: string }
)

/** Appends contacts in one statement; without somebody signed in they are the service’s own. */
export const insertContacts = (act: Act, contacts: readonly NewContact[]): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO ContactTried (id, schoolId, chaseId, matter, subjectId, rung, means, result, happenedAt, notedAt, byId, note, nextRung, nextOn, nextOwnerId,
         correctsId, placeId, bookingId, form)
       SELECT v ->> 'id', COALESCE((SELECT t.schoolId FROM ContactTried t WHERE t.id = v ->> 'correctsId'), v ->> 'schoolId'), COALESCE(v ->> 'chaseId', (SELECT c.id FROM Chase c JOIN School s ON s.id = c.schoolId
           WHERE s.rootId = v ->> 'schoolId' AND c.matter = v ->> '$.chase.matter' AND c.subjectId = v ->> '$.chase.subjectId' AND c.endedAt IS NULL)), v ->> 'matter', COALESCE(v ->> 'subjectId', ''), v ->> 'rung', v ->> 'means', v ->> 'result',
         v ->> 'happenedAt', ?2, ?3, COALESCE(v ->> 'note', ''), v ->> '$.next.rung', v ->> '$.next.on', v ->> '$.next.ownerId',
         v ->> 'correctsId', v ->> 'placeId', v ->> 'bookingId', v ->> 'form'
       FROM (SELECT value AS v FROM json_each(?1) ORDER BY key)`,
    )
    .bind(JSON.stringify(contacts), instant(act.now), act.actor.accountId ?? null)

export const nameOfAccount = (id: string): string =>
  `(SELECT COALESCE(n.name, a.email) FROM Account a LEFT JOIN Person n ON n.id = a.personId WHERE a.id = ${id})`

/** SQL: what a matter is about: the name of the requirement, or of the event. */
export const subjectName = (matter: string, subjectId: string): string =>
  `COALESCE(CASE (SELECT about FROM ChaseMatter WHERE id = ${matter})
     WHEN 'requirement' THEN (SELECT e.label FROM RequirementEdition e WHERE e.requirementId = ${subjectId} AND e.supersededAt IS NULL ORDER BY e.validFrom DESC LIMIT 1)
     WHEN 'guidance' THEN (SELECT d.title FROM GuidanceDocument d WHERE d.id = ${subjectId})
     WHEN 'round' THEN (SELECT o.title FROM ReturnRound o WHERE o.id = ${subjectId})
     WHEN 'event' THEN (SELECT e.title FROM Event e WHERE e.id = ${subjectId}) END, '')`
