import type { Child } from 'hono/jsx'
import { differencesOf, type Names, sayBasis, sayPublished } from '#attendance/requirements/sentence.ts'
import { Turns } from '#attendance/requirements/views/turns.tsx'
import { sayDay, sayInstant } from '#base/dates.ts'
import { Details, Heading, Link, P, Table, VisuallyHidden } from '#base/web/page-parts.tsx'
import type { SourcePlan } from '../apply-source.ts'
import { wayNames } from '../forms.ts'
import type { Source, SourceEdition, SourceFacts } from '../source.ts'

const path = '/requirements/sources'

/** What is different of every rule. */
const ofAll = new Set(['Source', 'Compared with the text in force', 'Published', 'In force'])

export const Sources = ({ sources, brought }: { sources: readonly Source[]; brought: readonly SourceEdition[] }) => (
  <>
    <P>
      A new edition of guidance or law changes several rules on one day. Choose what has a new edition: you see whose standing changes
      before anything is saved, and can undo it.
    </P>
    <Table
      caption="In force today"
      columns={['Source', 'Rules', 'What to do']}
      rows={sources.map(({ name, editions }) => [
        sayPublished(name, editions[0]?.publishedOn),
        editions.map(({ label }) => <div>{label}</div>),
        <Link href={`${path}/new?of=${encodeURIComponent(name)}`}>
          Bring in a new edition<VisuallyHidden> of {name}</VisuallyHidden>
        </Link>,
      ])}
    />
    {brought.length === 0 ? null : (
      <Table
        caption="Brought in"
        columns={['Source', 'In force from', 'Brought in', 'What to do']}
        rows={brought.map(({ id, source, publishedOn, validFrom, at, by, undoneAt }) => [
          sayPublished(source, publishedOn ?? undefined),
          sayDay(validFrom),
          `${sayInstant(at)}${by ? `, ${by}` : ''}`,
          undoneAt === undefined ? (
            <Link href={`${path}/${id}/undo`}>
              Undo<VisuallyHidden> {source}</VisuallyHidden>
            </Link>
          ) : (
            `Undone ${sayInstant(undoneAt)}`
          ),
        ])}
      />
    )}
  </>
)

/** Each rule under its name, with what seldom changes out of sight. */
export const SourceFields = ({ fields, editions }: { fields: Record<string, Child>; editions: Source['editions'] }) => (
  <>
    {fields['source']}
    {fields['publishedOn']}
    {fields['validFrom']}
    {editions.map(({ requirementId: id, label }) => (
      <>
        <Heading>{label}</Heading>
        {fields[`way-${id}`]}
        {fields[`months-${id}`]}
        <Details summary={`What asks it, where, and days of grace: ${label}`}>
          {fields[`strength-${id}`]}
          {fields[`citation-${id}`]}
          {fields[`grace-${id}`]}
        </Details>
      </>
    ))}
  </>
)

type DifferencesProps = {
  source: Source
  plan: SourcePlan
  facts: SourceFacts
  names: Names
}

const Differences = ({ source, plan: { change }, facts, names }: DifferencesProps) => (
  <Table
    caption="Rules"
    columns={['Rule', 'What is different']}
    rows={source.editions.map(({ requirementId, label }) => {
      const way = facts.rules.find((rule) => rule.requirementId === requirementId)?.way ?? 'stay'
      const before = change.was.find((one) => one.requirementId === requirementId)
      const after = change.made.find((one) => one.requirementId === requirementId && one.validFrom === facts.validFrom)
      if (!before || !after) return [label, wayNames[way]]
      const differences = differencesOf(before, after, names).filter(([what]) => !ofAll.has(what))
      return [
        label,
        <>
          {sayBasis(after)}, to be compared with the text
          {differences.map(([what, was, then]) => (
            <div>
              {what}: {was}, then {then}
            </div>
          ))}
        </>,
      ]
    })}
  />
)

type SourceChangesProps = DifferencesProps & { form: Child }

export const SourceChanges = ({ source, facts, plan, names, form }: SourceChangesProps) => (
  <>
    <P>
      {facts.source} is in force from {sayDay(facts.validFrom)}
      {facts.publishedOn ? `, published ${sayDay(facts.publishedOn)}` : ''}. Reports that are final do not change. What was asked before
      stays to be read, and you can undo this.
    </P>
    <Differences source={source} plan={plan} facts={facts} names={names} />
    <Turns {...plan} labels={new Map(source.editions.map(({ requirementId, label }) => [requirementId, label]))}>
      {form}
    </Turns>
  </>
)

export const AboutUndoing = ({ of, plan, form }: { of: SourceEdition; plan: SourcePlan | undefined; form: Child }) =>
  plan ? (
    <>
      <P>
        Its rules are asked again as before {of.source}, from {sayDay(of.validFrom)} on. Reports that are final do not change.
      </P>
      <Turns {...plan} labels={new Map(plan.change.made.map(({ requirementId, label }) => [requirementId, label]))}>
        {form}
      </Turns>
    </>
  ) : (
    <P>One of its rules was changed since, so it cannot be undone as a whole. Change its rules one by one.</P>
  )
