import { sayDay } from '#base/dates.ts'
import { Link, P, Table, Tag, type TagColour, Title } from '#base/web/page-parts.tsx'
import type { SchoolReturn } from '../school-return.ts'

export const stateTag = ({ submitted, closed, otherwise, begun }: SchoolReturn): { text: string; colour: TagColour } =>
  submitted
    ? { text: 'Submitted', colour: 'green' }
    : otherwise
      ? { text: 'Answered otherwise', colour: 'green' }
      : closed
        ? { text: 'Closed', colour: 'grey' }
        : begun
          ? { text: 'Being filled in', colour: 'blue' }
          : { text: 'Not begun', colour: 'yellow' }

export const ReturnsPage = ({ returns, base }: { returns: readonly SchoolReturn[]; base: string }) => (
  <>
    <Title>Safeguarding audits</Title>
    <P>What the council or the safeguarding partners ask your school about its safeguarding, once a year.</P>
    <P>
      <Link href={base.replace(/returns$/, 'case-records')}>Audits of case records: tell us of one</Link>
    </P>
    {returns.length === 0 ? (
      <P>Your school was not asked for a return yet.</P>
    ) : (
      <Table
        caption="The latest first"
        columns={['Audit', 'Deadline', 'State']}
        rows={returns.map((own) => {
          const { text, colour } = stateTag(own)
          return [<Link href={`${base}/${own.id}`}>{own.title}</Link>, sayDay(own.deadlineAt), <Tag colour={colour}>{text}</Tag>]
        })}
      />
    )}
  </>
)
