import type { Child } from 'hono/jsx'
import { sayDay, sayShortDay } from '#base/dates.ts'
import { Heading, P, SummaryList } from '#base/web/page-parts.tsx'
import { namesOf, type PairSide, type SchoolMerge, type SeenPair } from '../pair.ts'

const Side = ({ side }: { side: PairSide }) => (
  <SummaryList
    rows={[
      ['Name', side.name],
      ['Roles here', side.roles.join(', ') || 'None'],
      [
        'Events',
        side.attended.length === 0 ? (
          'None'
        ) : (
          <ul class="govuk-list govuk-!-margin-bottom-0">
            {side.attended.map(({ title, on }) => (
              <li>
                {title}
                {on ? `, ${sayShortDay(on)}` : ''}
              </li>
            ))}
          </ul>
        ),
      ],
      ['Email address', side.hasAddress ? 'We have one' : 'We have none'],
    ]}
  />
)

const Asked = ({ pair, form }: { pair: SeenPair; form: Child }) => (
  <section class="govuk-!-margin-bottom-7">
    <Heading>{pair.one.name === pair.other.name ? `${pair.one.name}, twice` : namesOf(pair)}</Heading>
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-one-half">
        <Side side={pair.one} />
      </div>
      <div class="govuk-grid-column-one-half">
        <Side side={pair.other} />
      </div>
    </div>
    {pair.proposed ? <P>You told us that this is one person. The council checks it.</P> : <div class="muster-no-print">{form}</div>}
  </section>
)

type PairsProps = {
  pairs: readonly SeenPair[]
  merges: readonly SchoolMerge[]
  answer: (pair: SeenPair) => Child
  undo: (merge: SchoolMerge) => Child
}

export const Pairs = ({ pairs, merges, answer, undo }: PairsProps) => (
  <>
    {pairs.length === 0 ? (
      <P>No records wait for an answer.</P>
    ) : (
      <P>
        If it is one person, training and roles come together on one record: the one with an email address, or else the older one. What the
        other record says about food and access is deleted. You can undo it here.
      </P>
    )}
    {pairs.map((pair) => (
      <Asked pair={pair} form={answer(pair)} />
    ))}
    {merges.length > 0 ? <Heading>You said: one person</Heading> : null}
    {merges.map((merge) => (
      <div class="muster-no-print">
        <P>
          {merge.mergedName === merge.keptName ? `Two records of ${merge.keptName}` : `${merge.mergedName} and ${merge.keptName}`}, on{' '}
          {sayDay(merge.mergedAt)}
        </P>
        {undo(merge)}
      </div>
    ))}
  </>
)
