// How often each state was met in raw rows, so that whoever reads a recount knows that it was of no empty county.
import type { Raw } from './schools.ts'

/** By what a column says. */
const kinds = {
  ...{ Mails: 'Message.state', 'Reports on mails': 'MailEvent.type', 'Telling a school': 'NoticeFact.what', Notes: 'NoticeFact.means' },
  ...{ 'Versions given': 'GuidanceIssue.why', Receipts: 'GuidanceReceipt.what', Answers: 'GuidanceAnswer.answer' },
  ...{ 'Answers looked into': 'GuidanceAnswerCheck.level', 'Websites looked at': 'GuidancePublished.outcome', Marks: 'Mark.markType' },
  ...{
    'Earlier records': 'EarlierAttendance.markType',
    'Earlier records looked into': 'EvidenceCheck.level',
    Sources: 'Mark.source',
    'Roles on the day': 'Place.roleId',
    Places: 'Place.state',
  },
  ...{ 'Roles nobody holds': 'RoleGap.answer', 'Training not asked, or later': 'RequirementException.kind', Became: 'Succession.how' },
  ...{ Contacts: 'ContactTried.result', 'Follow-up': 'Chase.matter', 'Follow-up that ended': 'Chase.endedWhy' },
}
/** By whether a column says anything. */
const facts = {
  ...{
    'numbers that opened': 'SchoolIdentity.opensOn',
    'numbers that closed': 'SchoolIdentity.closesOn',
    'marks of walk-ins': 'Mark.walkInId',
  },
  ...{ 'marks corrected': 'Mark.correctsId', 'walk-ins matched': 'WalkIn.schoolId', 'schools represented': 'PlaceRepresents.schoolId' },
  ...{ 'registers signed': 'RegisterSignOff.id', 'earlier records taken back': 'EarlierAttendance.supersededAt' },
  ...{ 'roles ended': 'RoleAtSchool.toDate', 'roles taken back': 'RoleAtSchool.supersededAt', 'roles in dispute': 'RoleDispute.id' },
  ...{ 'notes withdrawn': 'NoticeFact.ofId', 'answers in place of others': 'GuidanceAnswer.supersedesId' },
  ...{ 'contacts corrected': 'ContactTried.correctsId' },
}

/** By what it is, and which state it was in. */
export const statesIn = (all: Readonly<Record<string, Raw[]>>): Record<string, Record<string, number>> => {
  const rows = (table: string): Raw[] => all[table] ?? []
  const values = (of: string): string[] => {
    const [table = '', column = ''] = of.split('.')
    return rows(table).flatMap((row) => row[column] ?? [])
  }
  const several = rows('School').filter(({ id, rootId }) => id !== rootId).length
  const proposed = rows('RoleAtSchool').filter(({ confirmedAt }) => confirmedAt === null).length
  const others = Object.entries(facts).map(([says, of]) => [says, values(of).length] as const)
  return {
    ...Object.fromEntries(
      Object.entries(kinds).map(([says, of]) => [
        says,
        Object.fromEntries([...Map.groupBy(values(of), (one) => one)].map(([one, every]) => [one, every.length])),
      ]),
    ),
    Others: { ...Object.fromEntries(others), 'schools with two numbers': several, 'roles proposed alone': proposed },
  }
}
