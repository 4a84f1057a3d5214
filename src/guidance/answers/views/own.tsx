import { type Day, sayDay } from '#base/dates.ts'
import { Link, P, Table, Tag } from '#base/web/page-parts.tsx'
import { askingWords } from '#guidance/documents/document.ts'
import { sayOwn } from '#guidance/issuing/answer.ts'
import type { OwnIssue } from '#guidance/issuing/issuing.ts'
import type { OwnGuidance as OwnGuidanceRow } from '../asked.ts'

const StateOf = ({ issue }: { issue: OwnIssue }) =>
  issue.withdrawnAt ? (
    <Tag colour="grey">Withdrawn</Tag>
  ) : issue.current ? (
    <Tag colour="green">Current</Tag>
  ) : (
    <Tag colour="grey">Replaced by a later version</Tag>
  )

const DueOf = ({ by, today }: { by: Day | undefined; today: Day }) =>
  by === undefined ? null : by < today ? (
    <>
      Was due by {sayDay(by)} <Tag colour="red">Overdue</Tag>
    </>
  ) : (
    <>By {sayDay(by)}</>
  )

export const OwnGuidance = ({ guidance, base, today }: { guidance: readonly OwnGuidanceRow[]; base: string; today: Day }) => (
  <>
    {guidance.length === 0 ? (
      <P>The council has issued nothing to your school yet.</P>
    ) : (
      <Table
        caption="What the council has issued to your school"
        columns={['Document', 'State', 'Issued', 'Asked of you', 'By when', 'What you told us']}
        rows={guidance.map((one) => [
          <>
            <Link href={`${base}/${one.issue.id}`}>{one.issue.title}</Link>
            <br />
            Version {one.issue.number}
          </>,
          <StateOf issue={one.issue} />,
          sayDay(one.issue.issuedAt),
          one.issue.current ? askingWords[one.issue.asked] : '',
          <DueOf by={one.by} today={today} />,
          sayOwn(one.issue, one.state, 'you'),
        ])}
      />
    )}
  </>
)
