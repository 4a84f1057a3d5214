// SQL: the rows of an answer. What is chosen from is read in the trip that finds out who asks
// (`ahead.ts`), and all else in one trip after it.
import { periodBounds, type Question, usualPeriod, yearBefore } from '#attendance/coverage/coverage.ts'
import { type Basis, basisCodes, dayOf } from '#attendance/coverage/evidence.ts'
import { selectBeginning, selectSchoolEvidence } from '#attendance/coverage/evidence-store.ts'
import { selectHolderNames } from '#attendance/coverage/standing-store.ts'
import { bound, carriedFacts, inForceOn, isAsked, openSchools, selectEarlyYears } from '#attendance/coverage/store.ts'
import type { Given } from '#attendance/coverage/suppression.ts'
import { selectRecommendations } from '#attendance/recommendations/store.ts'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { selectSchoolsKnown } from '#attendance/requirements/facts-store.ts'
import { editionOn } from '#attendance/requirements/requirement.ts'
import { bareSchoolStandingOn, type SchoolStanding } from '#attendance/requirements/school-standing.ts'
import { sayBasis } from '#attendance/requirements/sentence.ts'
import { type Act, hasRole } from '#base/act.ts'
import { type Day, type Instant, londonDay } from '#base/dates.ts'
import { all, given, mapped, one, type Read, readNow, readTogether, together } from '#base/db/read.ts'
import { selectLeadsBooked } from '#front/chasing/list-store.ts'
import { selectUndecidedAdvice } from '#guidance/advice/store.ts'
import { selectKeptAnswers, selectKeptChecks, selectKeptReceipts } from '#guidance/answers/store.ts'
import { type Asking, isAnswered } from '#guidance/documents/document.ts'
import { selectUptake } from '#guidance/uptake/store.ts'
import { sayFact } from '#people/notices/notice.ts'
import { selectContacts, selectNextSteps } from './contact-store.ts'
import { differing, type Last } from './difference.ts'
import { selectLast } from './difference-store.ts'
import {
  type About,
  type ClosedSchool,
  type CountedRows,
  type FoundRow,
  type Guidance,
  type Outside,
  type Population,
  populationOf,
  type Topic,
} from './population.ts'
import type { FinalTraining } from './suppression.ts'

type LabelRow = { id: string; label: string; preferred: 0 | 1; fromDate: Day | null; toDate: Day | null }

const topicsOn = (rows: readonly LabelRow[], day: Day): Topic[] =>
  [...Map.groupBy(rows, ({ id }) => id)].map(([id, labels]) => {
    const now = labels.find((one) => one.preferred && (one.fromDate ?? '') <= day && (one.toDate === null || day < one.toDate))
    const label = (now ?? labels[0])?.label ?? id
    return { id, label, also: labels.flatMap((one) => (one.label === label ? [] : [{ label: one.label, until: one.toDate }])) }
  })

type Subjects = { topics: Topic[]; guidance: Guidance[]; since: Day | null }

/** When records begin; as on a day topics with their names, and guidance, the last issued first. */
export const selectSubjects = (db: SqlDatabase, at: Date | Day): Read<Subjects> => {
  const day = londonDay(at)
  return together({
    since: mapped(selectBeginning(db), (first) => first?.on ?? null),
    topics: mapped(
      all<LabelRow>(
        db.prepare(
          'SELECT t.id, l.label, l.preferred, l.fromDate, l.toDate FROM Topic t JOIN TopicLabel l ON l.topicId = t.id ORDER BY t.position, l.preferred DESC, l.id',
        ),
      ),
      (rows) => topicsOn(rows, day),
    ),
    guidance: mapped(
      all<Omit<Guidance, 'isAnswered' | 'issuedOn' | 'isOwn'> & { asked: Asking; isOwn: 0 | 1; issuedAt: string }>(
        db
          .prepare(
            `SELECT d.id, d.title, d.topicId, d.kind, d.asked, v.source = 'own' AS isOwn, v.equalityOn, v.number AS version, n.publishedOn AS availableOn, v.decidedOn, v.issuedAt
             FROM GuidanceDocument d JOIN GuidanceVersion v ON v.documentId = d.id AND v.issuedAt < ?1 LEFT JOIN VersionAdvice n ON n.versionId = v.id
             WHERE d.topicId IS NOT NULL AND COALESCE(d.withdrawnAt, '9999') >= ?1
               AND NOT EXISTS (SELECT 1 FROM GuidanceVersion w WHERE w.documentId = d.id AND w.number > v.number AND w.issuedAt < ?1)
             ORDER BY v.issuedAt DESC, d.id LIMIT 100`,
          )
          .bind(periodBounds({ from: day, to: day }).end),
      ),
      (rows) =>
        rows.map(({ asked, isOwn, issuedAt, ...row }) => ({
          ...row,
          isOwn: isOwn === 1,
          isAnswered: isAnswered(asked),
          issuedOn: londonDay(issuedAt),
        })),
    ),
  })
}

const basisOf = (code: number): Basis => (Object.keys(basisCodes) as Basis[]).find((basis) => basisCodes[basis] === code) ?? 'provisional'

/** SQL: a number that the register gives as text; NULL where it gives none. */
const numberOf = (column: string): string => `IIF(${column} GLOB '[0-9]*', CAST(${column} AS INTEGER), NULL)`

type Row = Omit<FoundRow, 'people' | 'firstOn' | 'lastOn' | 'lastAnyOn' | 'basis' | 'evidence'> & {
  people: string
  evidence: string
  /** 9: stated alone. */
  basis: number | null
  firstAt: string | null
  lastAt: string | null
  lastAnyAt: string | null
}

/** Schools open on the day, with who came until then for each, or for one merged into it. */
const selectFound = (db: SqlDatabase, question: Question): Read<FoundRow[]> => {
  const before = usualPeriod(yearBefore(question.on))
  const { start, end } = periodBounds(before)
  return mapped(
    all<Row>(
      db
        .prepare(
          `WITH counted AS MATERIALIZED (SELECT q.rootId, CAST(${carriedFacts} AS INTEGER) AS at FROM (${openSchools('i.rowid')}) q),
           time AS MATERIALIZED (
             SELECT c.rootId, c.at, c.id, COALESCE(c.eventId, c.at || c.title) AS occasion, c.how, c.basis, c.known IS 'stated' AS stated, c.topicId = ?5 AS onTopic, ${isAsked} AS asked,
               c.topicId = ?5 AND IIF(c.sessionId IS NULL, c.at BETWEEN ?11 AND ?12, c.at >= ?9 AND c.at < ?10) AS isBefore,
               COALESCE(c.personId, c.placeId, c.walkInId, c.id) AS person, COALESCE(c.roleId, '') AS roleId
             FROM counted q CROSS JOIN CameFor c ON c.rootId = q.rootId WHERE IIF(c.sessionId IS NULL, c.at <= ?8, c.at < ?4)),
           person AS MATERIALIZED (
             SELECT rootId, substr(last, instr(last, char(31)) + 1) AS roleId, basis, COUNT(*) AS n FROM (
               SELECT rootId, person, MAX(at || char(31) || roleId) AS last, MIN(basis) AS basis FROM time WHERE asked AND how = 'own' GROUP BY rootId, person)
             GROUP BY 1, 2, 3)
           SELECT c.rootId AS schoolId, i.urn, i.name, i.town, i.sector, i.kind, i.phase, COALESCE(i.trustName, '') AS trustName, i.wardName,
             ${numberOf('i.pupils')} AS pupils, ${numberOf('i.girls')} AS girls, NULLIF(i.censusOn, '') AS censusOn,
             MIN(IIF(t.asked, CASE WHEN t.how <> 'own' THEN 3 WHEN t.roleId IN ('dsl', 'deputy_dsl') THEN 1 ELSE 2 END, NULL)) AS came,
             MIN(IIF(t.onTopic, t.at, NULL)) AS firstAt, MAX(IIF(t.onTopic, t.at, NULL)) AS lastAt, COUNT(DISTINCT IIF(t.onTopic, t.occasion, NULL)) AS times,
             MAX(t.at) AS lastAnyAt, MIN(IIF(t.asked, IIF(t.stated, 9, t.basis), NULL)) AS basis,
             IIF(EXISTS (SELECT 1 FROM School m CROSS JOIN SchoolIdentity i ON i.schoolId = m.id WHERE m.rootId = c.rootId AND ${inForceOn('?12')}),
               COALESCE(MAX(t.isBefore), 0), NULL) AS cameBefore,
             json_group_array(DISTINCT t.id) FILTER (WHERE t.asked) AS evidence, k.state AS training, k.day AS trainingOn,
             (SELECT json_group_array(json_array(n.roleId, n.basis, n.n)) FROM person n WHERE n.rootId = c.rootId) AS people
           FROM counted c JOIN SchoolIdentity i ON i.rowid = c.at LEFT JOIN time t ON t.rootId = c.rootId
             LEFT JOIN SchoolStanding k ON k.rootId = c.rootId AND k.requirementId = 'lead'
           GROUP BY c.rootId ORDER BY i.name COLLATE NOCASE, i.town, i.urn`,
        )
        .bind(...bound(question), start, end, before.from, before.to),
    ),
    (rows) =>
      rows.map(({ people, firstAt, lastAt, lastAnyAt, basis, evidence, ...row }) => ({
        ...row,
        evidence: JSON.parse(evidence) as string[],
        basis: basis === null ? null : basis === 9 ? 'stated' : basisOf(basis),
        firstOn: firstAt && dayOf(firstAt),
        lastOn: lastAt && dayOf(lastAt),
        lastAnyOn: lastAnyAt && dayOf(lastAnyAt),
        people: (JSON.parse(people) as [string, number, number][]).map(([roleId, code, n]) => [roleId, basisOf(code), n] as const),
      })),
  )
}

/** Schools that closed in the period and that no open one has turned out to be. */
const selectClosed = (db: SqlDatabase, { on, laCodes, from }: Question): Read<ClosedSchool[]> =>
  all<ClosedSchool>(
    db
      .prepare(
        `SELECT s.rootId AS schoolId, i.name, i.town, MAX(i.closesOn) AS "on" FROM SchoolIdentity i JOIN School s ON s.id = i.schoolId
         WHERE i.supersededAt IS NULL AND i.laCode IN (SELECT value FROM json_each(?2)) AND i.closesOn > ?3 AND i.closesOn <= ?1
           AND s.rootId NOT IN (SELECT rootId FROM (${openSchools("''")}))
         GROUP BY s.rootId ORDER BY i.name COLLATE NOCASE, i.town`,
      )
      .bind(on, JSON.stringify(laCodes), from),
  )

/** How DSLs stood by the figures kept last until a day that readers are given. */
const selectFinalTraining = (db: SqlDatabase, day: Day): Read<FinalTraining | undefined> =>
  one<{ on: Day; given: Given }>(
    db
      .prepare(
        `SELECT question ->> '$.on' AS "on", sources -> '$.given.lead' AS given FROM FrozenReport
           WHERE sources -> '$.given.lead' IS NOT NULL AND question ->> '$.on' <= ?1 ORDER BY number DESC LIMIT 1`,
      )
      .bind(day),
    { given: 'json' },
  )

/** How schools stand with the training of DSLs on a day, by what is known now. */
const selectStandings = (
  db: SqlDatabase,
  whose: Parameters<typeof selectSchoolsKnown>[1],
  on: Day,
): Read<ReadonlyMap<string, SchoolStanding | undefined>> =>
  mapped(together({ editions: selectEditions(db), known: selectSchoolsKnown(db, whose, on) }), ({ editions, known }) => {
    const own = editions.filter(({ requirementId }) => requirementId === 'lead')
    return new Map(known.map(({ rootId, ...facts }) => [rootId, bareSchoolStandingOn({ ...facts, editions: own }, on)]))
  })

/** The answer, in one trip; of whoever reads figures alone also what is final of DSLs. */
const readPopulation = async (
  act: Act,
  { school, ...about }: Omit<About, 'rule' | 'settings' | 'closed'> & { school: string },
): Promise<{
  population: Population
  final: FinalTraining | undefined
  rows: CountedRows | undefined
  outside: Outside
  closed: readonly ClosedSchool[]
  last: Last | undefined
}> => {
  const { topic, guidance, from, on, past } = about
  const { db, laCodes } = act
  const question = { laCodes, on, from, to: on, topic, event: undefined }
  const until = past ? new Date(Date.parse(periodBounds(question).end) - 1) : act.now
  const ofSchool = school && guidance ? ([db, guidance.id, school] as const) : undefined
  const subject = { topicId: topic.id, documentId: guidance?.id ?? '' }
  const { found, editions, settings, standings, uptake, booked, contacts, steps, final, ...of } = await readTogether(db, {
    found: selectFound(db, question),
    editions: selectEditions(db),
    settings: selectEarlyYears(db, question),
    standings: past ? selectStandings(db, { laCodes }, on) : given(undefined),
    uptake: guidance ? selectUptake(act, guidance.id, on) : given(undefined),
    booked: past ? given(undefined) : selectLeadsBooked(act),
    contacts: selectContacts(db, { ...subject, from, to: on }),
    steps: past ? given(null) : selectNextSteps(db, subject.documentId),
    final: selectFinalTraining(db, on),
    evidence: school ? selectSchoolEvidence(db, question, school) : given(undefined),
    closed: selectClosed(db, question),
    last: past ? given(undefined) : selectLast(db, about, hasRole(act.actor, 'officer', 'administrator')),
    outside: together({ advice: selectUndecidedAdvice(db, until), recommendations: selectRecommendations(db, until) }),
    training: school ? selectStandings(db, [school], on) : given(undefined),
    holders: school ? selectHolderNames(db, school) : given(undefined),
    receipts: ofSchool ? selectKeptReceipts(...ofSchool) : given([]),
    answers: ofSchool ? selectKeptAnswers(...ofSchool) : given([]),
    checks: ofSchool ? selectKeptChecks(...ofSchool) : given([]),
  })
  const own = uptake?.schools.find((one) => one.school.schoolId === school)
  const told = own ? [...new Set([own.why, ...own.told.map((one) => `${sayFact(one)}.`)])] : []
  const contact = [...(steps ?? []), ...contacts].flatMap(({ schoolId, says }) => (schoolId === school ? [says] : []))
  const isThen = (at: Instant): boolean => londonDay(at) <= on
  const rows = of.evidence &&
    of.holders && {
      contact,
      evidence: of.evidence.filter((one) => one.on <= on),
      training: { found: of.training?.get(school), holders: of.holders, booked: booked?.get(school) ?? [] },
      guidance: {
        told,
        receipts: of.receipts.filter(({ day }) => day <= on),
        answers: of.answers.filter(({ answeredAt }) => isThen(answeredAt)),
        checks: of.checks.filter(({ checkedAt }) => isThen(checkedAt)),
      },
    }
  const edition = editionOn(
    editions.filter(({ requirementId }) => requirementId === 'lead'),
    on,
  )
  const stood = standings
    ? found.map((row) => {
        const standing = standings.get(row.schoolId)
        return { ...row, training: standing?.state ?? 'not_asked', trainingOn: standing?.day ?? null }
      })
    : found
  const known = { rule: edition ? sayBasis(edition) : null, settings: settings ?? null, closed: of.closed.length }
  const population = populationOf({ ...about, ...known }, stood, {
    uptake: uptake?.schools ?? [],
    booked,
    contacts,
    steps,
  })
  return {
    population,
    final,
    rows,
    outside: of.outside,
    closed: of.closed,
    last: of.last && { ...of.last, differ: of.last.before ? differing(of.last.before, population).ids.length : 0 },
  }
}

/** '': what was asked last, or else issued last. `on`: null is no day; by default today. */
export type Asked = { topic: string; guidance: string; on?: Day | null; school?: string }

/** What is asked of a day, by default today. `undefined`: there is no such topic or guidance. */
export const readAnswer = async (act: Act, asked: Asked) =>
  answerOf(act, asked, await readNow(act.db, selectSubjects(act.db, asked.on ?? act.now)))

/** Of no day, and of one before records begin, there is no population. */
export const answerOf = async (act: Act, asked: Asked, { topics, guidance: every, since }: Subjects) => {
  const today = londonDay(act.now)
  const on = asked.on ?? today
  const find = (topicId: string | undefined) => topics.find(({ id }) => id === topicId)
  const topic = asked.topic ? find(asked.topic) : (find(act.actor.askedTopicId) ?? find(every[0]?.topicId) ?? topics[0])
  const ofTopic = every.filter(({ topicId }) => topicId === topic?.id)
  const guidance = asked.guidance
    ? ofTopic.find(({ id }) => id === asked.guidance)
    : (ofTopic.find(({ isAnswered }) => isAnswered) ?? ofTopic[0])
  if (!topic || (asked.guidance && !guidance)) return undefined
  if (asked.on === null || on > today || (on < today && since !== null && on < since))
    return { topics, topic, since, population: undefined }
  const about = { topic, from: usualPeriod(on).from, on, past: on < today, since, guidance: guidance ?? null }
  return { topics, ofTopic, ...(await readPopulation(act, { ...about, school: asked.school ?? '' })) }
}
