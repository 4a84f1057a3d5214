import { type Edition, editionOn } from '#attendance/requirements/requirement.ts'
import { factsOf, type Names, sayBasis, sayDaysInForce, sayEdition } from '#attendance/requirements/sentence.ts'
import { lowerFirst } from '#attendance/requirements/state.ts'
import type { Day } from '#base/dates.ts'
import { sayDay } from '#base/dates.ts'
import { Heading, Link, P, SummaryList, Table, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'

/** A requirement by its editions, oldest first. */
type Listed = { id: string; editions: readonly Edition[] }

/** How it is called: as the edition in force says, or the next, or the last. */
export const labelOn = (editions: readonly Edition[], day: Day): string =>
  (editionOn(editions, day) ?? editions.find(({ validFrom }) => validFrom > day) ?? editions.at(-1))?.label ?? ''

const ToCheck = ({ edition }: { edition: Edition }) =>
  edition.toCheck ? (
    <>
      <br />
      <Tag colour="yellow">Check against the text in force</Tag>
    </>
  ) : null

type RequirementsProps = {
  requirements: readonly Listed[]
  names: Names
  today: Day
  mayChange: boolean
  seesUnsaid: boolean
}

export const Requirements = ({ requirements, names, today, mayChange, seesUnsaid }: RequirementsProps) => (
  <>
    <P>
      What must be done by whom, and how often, as the guidance is usually read. Each has editions: what was asked on an earlier day stays
      as it was. What is said of a school or a person says only what our record holds.
    </P>
    {seesUnsaid ? (
      <p class="govuk-body muster-no-print">
        <Link href="/requirements/unsaid-events">Events with nothing set for what they count as</Link>
      </p>
    ) : null}
    {mayChange ? (
      <p class="govuk-body muster-no-print">
        <Link href="/requirements/sources">Bring in a new edition, such as KCSIE</Link>
        <br />
        <Link href="/requirements/titles">What courses elsewhere counted as</Link>
        <br />
        <Link href="/requirements/new">Add a rule of the council’s own</Link>
      </p>
    ) : null}
    <Table
      caption="What is asked"
      columns={['Rule', 'In force now', 'Coming']}
      rows={requirements.map(({ id, editions }) => {
        const now = editionOn(editions, today)
        const coming = editions.filter(({ validFrom }) => validFrom > today)
        return [
          <Link href={`/requirements/${id}`}>{labelOn(editions, today)}</Link>,
          now ? (
            <>
              {sayEdition(now, names)}
              <div class="muster-quiet">
                {sayBasis(now)}, in force since {sayDay(now.validFrom)}
              </div>
              <ToCheck edition={now} />
            </>
          ) : (
            'None'
          ),
          coming.length === 0
            ? 'None'
            : coming.map((edition) => (
                <P>
                  From {sayDay(edition.validFrom)}: {sayEdition(edition, names)}
                  <ToCheck edition={edition} />
                </P>
              )),
        ]
      })}
    />
  </>
)

type RequirementProps = Listed & { names: Names; today: Day; mayChange: boolean }

export const Requirement = ({ id, editions, names, today, mayChange }: RequirementProps) => (
  <>
    {mayChange ? (
      <p class="govuk-body muster-no-print">
        <Link href={`/requirements/${id}/new-edition`}>New edition from a date</Link>
      </p>
    ) : null}
    {editions.toReversed().map((edition) => (
      <>
        <Heading>
          {sayDaysInForce(edition)}{' '}
          {edition === editionOn(editions, today) ? (
            <Tag colour="green">In force</Tag>
          ) : edition.validFrom > today ? (
            <Tag colour="blue">Coming</Tag>
          ) : (
            <Tag colour="grey">Ended</Tag>
          )}
        </Heading>
        <P>
          {sayEdition(edition, names)}
          <ToCheck edition={edition} />
        </P>
        <SummaryList rows={factsOf(edition, names).filter(([name]) => name !== 'In force')} />
        {mayChange ? (
          <p class="govuk-body muster-no-print">
            <Link href={`/requirements/${id}/editions/${edition.id}`}>
              Change this edition<VisuallyHidden>, {lowerFirst(sayDaysInForce(edition))}</VisuallyHidden>
            </Link>
          </p>
        ) : null}
      </>
    ))}
  </>
)
