import { Button, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, P, Page, Title } from '#base/web/page-parts.tsx'
import { limits, type Thresholds } from '../thresholds.ts'

export type TypedThresholds = Record<keyof Thresholds, string>

const labels: Record<keyof Thresholds, readonly [label: string, hint: string]> = {
  replyDays: ['School working days to answer to a line of a report', 'The day on which a school is shown its line is not counted.'],
  dueSoonDays: ['Days in which a training is due soon', 'Counted back from the last day on which it is in date.'],
  smallest: ['Smallest count that is shown to whoever sees no schools', 'It can be raised and never lowered.'],
}

export const ThresholdsPage = ({ now, typed, problems }: { now: Thresholds; typed: TypedThresholds; problems?: Problems | undefined }) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>Days and numbers of reports</Title>
    <ul class="govuk-list govuk-list--bullet">
      <li>A school has {now.replyDays} school working days to answer to its line before it is named.</li>
      <li>A training is due soon in the last {now.dueSoonDays} days in which it is in date.</li>
      <li>Counts from 1 to {now.smallest - 1} of how schools stand are hidden from whoever sees no schools.</li>
    </ul>
    <Heading>Change them</Heading>
    <P>They hold from now on. A report keeps those that it was made with. How schools stand is worked out anew, some thousand a minute.</P>
    <form method="post" novalidate>
      {(Object.keys(labels) as (keyof Thresholds)[]).map((name) => (
        <TextField
          name={name}
          label={labels[name][0]}
          hint={`${labels[name][1]} From ${name === 'smallest' ? now.smallest : limits[name][0]} to ${limits[name][1]}.`}
          value={typed[name]}
          problems={problems}
          width={3}
          inputmode="numeric"
        />
      ))}
      <Button>Save</Button>
    </form>
  </Page>
)
