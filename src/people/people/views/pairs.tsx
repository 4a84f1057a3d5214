import { sayDay, sayShortDay } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { Heading, NothingChanged, P, SummaryList, Title } from '#base/web/page-parts.tsx'
import type { PairSide, SchoolMerge, SchoolPair } from '../pair.ts'

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

const PairForm = ({ pair: { one, other, proposed }, seen, base }: { pair: SchoolPair; seen: string; base: string }) => {
  const names = one.name === other.name ? `the two records of ${one.name}` : `${one.name} and ${other.name}`
  return (
    <section class="govuk-!-margin-bottom-7">
      <Heading>{one.name === other.name ? `${one.name}, twice` : `${one.name} and ${other.name}`}</Heading>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-one-half">
          <Side side={one} />
        </div>
        <div class="govuk-grid-column-one-half">
          <Side side={other} />
        </div>
      </div>
      {proposed ? (
        <P>You told us that this is one person. The council checks it.</P>
      ) : (
        <form method="post" action={`${base}/pairs`} class="muster-no-print">
          <input type="hidden" name="one" value={one.id} />
          <input type="hidden" name="other" value={other.id} />
          <input type="hidden" name="seen" value={seen} />
          <div class="govuk-button-group">
            <Button kind="secondary" name="is" value="one">
              The same person<span class="govuk-visually-hidden">: {names}</span>
            </Button>
            <Button kind="secondary" name="is" value="two">
              Two different people<span class="govuk-visually-hidden">: {names}</span>
            </Button>
          </div>
        </form>
      )}
    </section>
  )
}

const Merged = ({ merge, base }: { merge: SchoolMerge; base: string }) => (
  <form method="post" action={`${base}/pairs/${merge.id}/undo`} class="muster-no-print">
    <P>
      {merge.mergedName === merge.keptName ? `Two records of ${merge.keptName}` : `${merge.mergedName} and ${merge.keptName}`}, on{' '}
      {sayDay(merge.mergedAt)}
    </P>
    <Button kind="secondary">
      Undo
      <span class="govuk-visually-hidden">
        : {merge.mergedName} and {merge.keptName} are two people
      </span>
    </Button>
  </form>
)

/** Records of a school that may be of one person. @param base the address of its people */
export const PairsPage = ({
  pairs,
  merges,
  school,
  base,
  why,
}: {
  pairs: readonly { pair: SchoolPair; seen: string }[]
  merges: readonly SchoolMerge[]
  school: string
  base: string
  why?: string | undefined
}) => (
  <>
    <NothingChanged why={why} />
    <Title>
      Is this one person?
      <span class="govuk-caption-l">{school}</span>
    </Title>
    {pairs.length === 0 ? (
      <P>No records wait for an answer.</P>
    ) : (
      <P>
        If it is one person, training and roles come together on one record: the one with an email address, or else the older one. What the
        other record says about food and access is deleted. You can undo it here.
      </P>
    )}
    {pairs.map(({ pair, seen }) => (
      <PairForm pair={pair} seen={seen} base={base} />
    ))}
    {merges.length > 0 ? (
      <>
        <Heading>You said: one person</Heading>
        {merges.map((merge) => (
          <Merged merge={merge} base={base} />
        ))}
      </>
    ) : null}
  </>
)
