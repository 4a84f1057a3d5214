// What a copy includes of what somebody wrote, said or signed for a school or the council. Of a
// mailbox that several people read nobody's copy has it.
import { eventOf, type Fact, schoolOf } from './subject-fact-store.ts'

const ofReturn = `JOIN SchoolReturn s ON s.id = t.returnId JOIN ReturnRound o ON o.id = s.roundId`
const inReturn = `o.title AS round, ${schoolOf('s.schoolId')}`
const question = '(SELECT q.label FROM ReturnQuestion q WHERE q.id = t.questionId) AS question'

export const workOfPerson: readonly Fact[] = [
  {
    title: 'Safeguarding audits: what they wrote',
    source: 'ReturnEntry',
    columns: 'round school question value evidence action at',
    sql: `SELECT ${inReturn}, ${question}, t.value, t.evidence, t.action, t.at FROM ReturnEntry t ${ofReturn} WHERE t.byId IN {account} ORDER BY t.at, t.id`,
  },
  {
    title: 'Safeguarding audits: what they confirmed or disputed',
    source: 'ReturnShown',
    columns: 'round school question shown answer words answeredAt settled settledAt',
    sql: `SELECT ${inReturn}, ${question}, t.shown, t.answer, t.words, t.answeredAt, t.settled, t.settledAt FROM ReturnShown t ${ofReturn}
      WHERE t.answeredById IN {account} ORDER BY t.id`,
  },
  {
    title: 'Safeguarding audits: what they said the school means to do',
    source: 'ReturnAction',
    columns: 'round school question what owner dueOn at',
    sql: `SELECT ${inReturn}, ${question}, t.what, t.owner, t.dueOn, t.at FROM ReturnAction t ${ofReturn} WHERE t.byId IN {account} ORDER BY t.at, t.id`,
  },
  {
    title: 'Safeguarding audits: what they said became of it',
    source: 'ReturnActionSaid',
    columns: 'what doneOn words at',
    sql: `SELECT a.what, t.doneOn, t.words, t.at FROM ReturnActionSaid t JOIN ReturnAction a ON a.id = t.actionId WHERE t.byId IN {account} ORDER BY t.at, t.id`,
  },
  {
    title: 'Safeguarding audits: what they signed',
    source: 'ReturnSignature',
    columns: 'round school signedAs at',
    sql: `SELECT ${inReturn}, t.signedAs, t.at FROM ReturnSignature t ${ofReturn} WHERE t.byId IN {account} ORDER BY t.at, t.id`,
  },
  {
    title: 'Safeguarding audits: what they submitted',
    source: 'ReturnSubmission',
    columns: 'round school number at',
    sql: `SELECT ${inReturn}, t.number, t.at FROM ReturnSubmission t ${ofReturn} WHERE t.byId IN {account} ORDER BY t.at, t.id`,
  },
  {
    title: 'Registers that they signed off',
    source: 'RegisterSignOff',
    columns: 'event session signedAt',
    sql: `SELECT ${eventOf('x.eventId')}, x.startsAt AS session, t.signedAt FROM RegisterSignOff t JOIN Session x ON x.id = t.sessionId WHERE t.signedById IN {account}`,
  },
  {
    title: 'That they said a school’s roles are right',
    source: 'RolesConfirmation',
    columns: 'school role asAt capacity confirmedAt',
    sql: `SELECT ${schoolOf('t.schoolId')}, (SELECT label FROM Role WHERE id = t.roleId) AS role, t.asAt, t.capacity, t.confirmedAt FROM RolesConfirmation t WHERE t.confirmedById IN {account} ORDER BY t.id`,
  },
  {
    title: 'What they answered for a trust to guidance',
    source: 'GuidanceTrustAnswer',
    columns: 'document answeredAt',
    sql: `SELECT d.title AS document, t.answeredAt FROM GuidanceTrustAnswer t JOIN GuidanceVersion v ON v.id = t.versionId JOIN GuidanceDocument d ON d.id = v.documentId
      WHERE t.accountId IN {account} ORDER BY t.id`,
  },
  {
    title: 'What they answered to a report, for a school',
    source: 'ReplyWord',
    columns: 'report school answer words saidAt',
    sql: `SELECT x.kind || ' ' || x.number AS report, ${schoolOf('t.schoolId')}, t.answer, t.words, t.saidAt FROM ReplyWord t JOIN ReportShowing x ON x.reportId = t.reportId
      WHERE t.saidById IN {account} ORDER BY t.id`,
  },
  {
    title: 'What they disputed of a bill',
    source: 'LineDispute',
    columns: 'words raisedAt outcome answer settledAt',
    sql: `SELECT t.words, t.raisedAt, t.outcome, t.answer, t.settledAt FROM LineDispute t WHERE t.raisedById IN {account} ORDER BY t.id`,
  },
]
