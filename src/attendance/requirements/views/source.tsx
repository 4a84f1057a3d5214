import { sayDay, sayInstant } from '#base/dates.ts'
import { Button, DayField, type Problems, Select, TextField } from '#base/web/field.tsx'
import { Details, ErrorSummary, Heading, Link, P, Page, Table, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { SourcePlan } from '../apply-source.ts'
import { differencesOf, type Names, sayBasis, sayPublished, strengthNames } from '../edition-sentence.ts'
import { strengths } from '../requirement.ts'
import { type RuleWay, ruleWays, type Source, type SourceEdition, type SourceFacts } from '../source.ts'
import { Turns } from './turns.tsx'

const path = '/requirements/sources'

const fields = ['source', 'publishedOn', 'validFrom'] as const

export const sourceFields = ({ editions }: Source): string[] => [
  ...fields,
  ...editions.flatMap(({ requirementId }) => ['way', 'months', 'grace', 'strength', 'citation'].map((name) => `${name}-${requirementId}`)),
]

/** What is different of every rule. */
const ofAll = new Set(['Source', 'Compared with the text in force', 'Published', 'In force'])

const wayNames: Record<RuleWay, string> = {
  same: 'Asked from that day',
  end: 'No longer asked from that day',
  stay: 'Not in it: stays as it is',
}

export const SourcesPage = ({ sources, brought }: { sources: readonly Source[]; brought: readonly SourceEdition[] }) => (
  <>
    <Title>New editions</Title>
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
          Bring in a new edition<span class="govuk-visually-hidden"> of {name}</span>
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
              Undo<span class="govuk-visually-hidden"> {source}</span>
            </Link>
          ) : (
            `Undone ${sayInstant(undoneAt)}`
          ),
        ])}
      />
    )}
  </>
)

type SourceFormPageProps = {
  source: Source
  id: string
  typed: Readonly<Record<string, string>>
  problems?: Problems | undefined
}

export const SourceFormPage = ({ source: { name, editions }, id, typed, problems }: SourceFormPageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l">In place of {name}</span>
    <Title>Bring in a new edition</Title>
    <form method="post" novalidate>
      <input type="hidden" name="id" value={id} />
      <TextField
        name="source"
        label="What is it called?"
        hint="For example: KCSIE 2027"
        maxlength={120}
        value={typed['source']}
        problems={problems}
      />
      <DayField name="publishedOn" label="Published on (optional)" value={typed['publishedOn']} problems={problems} />
      <DayField name="validFrom" label="First day on which it is in force" value={typed['validFrom']} problems={problems} />
      {editions.map(({ requirementId, label, everyMonths, graceDays, strength, citation }) => (
        <>
          <Heading>{label}</Heading>
          <Select
            name={`way-${requirementId}`}
            label={`In the new edition: ${label}`}
            labelClass="govuk-visually-hidden"
            options={ruleWays.map((value) => ({ value, text: wayNames[value] }))}
            value={typed[`way-${requirementId}`] ?? 'same'}
            problems={problems}
          />
          <TextField
            name={`months-${requirementId}`}
            label="Months until it must be done again"
            hint="Empty: once is enough"
            width={4}
            inputmode="numeric"
            value={typed[`months-${requirementId}`] ?? String(everyMonths ?? '')}
            problems={problems}
          />
          <Details summary={`What asks it, where, and days of grace: ${label}`}>
            <Select
              name={`strength-${requirementId}`}
              label="What asks it"
              options={strengths.map((value) => ({ value, text: strengthNames[value] }))}
              value={typed[`strength-${requirementId}`] ?? strength}
              problems={problems}
            />
            <TextField
              name={`citation-${requirementId}`}
              label="Where it says so"
              value={typed[`citation-${requirementId}`] ?? citation}
              problems={problems}
            />
            <TextField
              name={`grace-${requirementId}`}
              label="Days of grace"
              hint="Empty: none"
              width={4}
              inputmode="numeric"
              value={typed[`grace-${requirementId}`] ?? String(graceDays || '')}
              problems={problems}
            />
          </Details>
        </>
      ))}
      <Button>See what changes</Button>
    </form>
  </Page>
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

type ConfirmSourcePageProps = {
  source: Source
  id: string
  typed: Readonly<Record<string, string>>
  facts: SourceFacts
  plan: SourcePlan
  names: Names
}

export const ConfirmSourcePage = ({ source, id, typed, facts, plan, names }: ConfirmSourcePageProps) => (
  <>
    <Title>Check what changes</Title>
    <P>
      {facts.source} is in force from {sayDay(facts.validFrom)}
      {facts.publishedOn ? `, published ${sayDay(facts.publishedOn)}` : ''}. Reports that are final do not change. What was asked before
      stays to be read, and you can undo this.
    </P>
    <Differences {...{ source, plan, facts, names }} />
    <Turns {...plan} labels={new Map(source.editions.map(({ requirementId, label }) => [requirementId, label]))}>
      <form method="post" novalidate>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="state" value={plan.state} />
        {sourceFields(source).map((name) => (
          <input type="hidden" name={name} value={typed[name] ?? ''} />
        ))}
        <div class="govuk-button-group">
          <Button name="action" value="save">
            Bring in {facts.source} for {counted(facts.rules.filter(({ way }) => way !== 'stay').length, 'rule')}
          </Button>
          <Button kind="secondary" name="action" value="again">
            Change what I typed
          </Button>
        </div>
      </form>
    </Turns>
  </>
)

export const UndoSourcePage = ({ of, plan }: { of: SourceEdition; plan: SourcePlan | undefined }) => (
  <>
    <Title>Undo {of.source}</Title>
    {plan ? (
      <>
        <P>
          Its rules are asked again as before {of.source}, from {sayDay(of.validFrom)} on. Reports that are final do not change.
        </P>
        <Turns {...plan} labels={new Map(plan.change.made.map(({ requirementId, label }) => [requirementId, label]))}>
          <form method="post" novalidate>
            <input type="hidden" name="state" value={plan.state} />
            <Button>Undo {of.source}</Button>
          </form>
        </Turns>
      </>
    ) : (
      <P>One of its rules was changed since, so it cannot be undone as a whole. Change its rules one by one.</P>
    )}
  </>
)
