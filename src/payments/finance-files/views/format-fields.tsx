import { Choices, type Problems, Select, TextField } from '#base/web/field.tsx'
import { Heading } from '#base/web/page-parts.tsx'
import type { BatchKind } from '../batch.ts'
import { dateFormats, type FileFormat, periodFormats, type separators, type signFormats, totalFields } from '../file-format.ts'

const separatorWords: Record<keyof typeof separators, string> = {
  comma: 'A comma',
  semicolon: 'A semicolon',
  tab: 'A tab',
  bar: 'A vertical bar',
}

const signWords: Record<keyof typeof signFormats, string> = {
  minus: '-102.00',
  after: '102.00-',
  swapped: '102.00, and a charge as -102.00',
}

const periodHints: Partial<Record<keyof typeof periodFormats, string>> = {
  month: ', the month alone',
  financial_month: ', the month of the financial year alone',
  financial_from: ', the year in which the financial year begins and its month',
  financial_to: ', the year in which the financial year ends and its month',
}

const choices = <T extends string>(words: Record<T, string>) => Object.entries<string>(words).map(([value, text]) => ({ value, text }))

/** Whether to join requests by payer and event: a default for all files, and a choice for each. */
export const JoinedChoice = ({ joined }: { joined: boolean }) => (
  <Choices
    name="joined"
    label="Joining requests"
    type="checkboxes"
    small
    values={joined ? ['yes'] : []}
    options={[
      {
        value: 'yes',
        text: 'Join requests of the same payer for the same event',
        hint: 'They have one number, and each line says its booking. A credit note stays with its own booking',
      },
    ]}
  />
)

/** The fields for how the file is written. */
export const FormatFields = ({ kind, format, problems }: { kind: BatchKind; format: FileFormat; problems: Problems }) => {
  const field = (name: 'balancingCostCentre' | 'balancingSubjective' | 'header' | 'trailer') => ({ name, value: format[name], problems })
  return (
    <>
      <Heading>How it is written</Heading>
      <Select name="separator" label="Between the cells" value={format.separator} options={choices(separatorWords)} />
      <Select
        name="dates"
        label="31 May 2026 is written"
        value={format.dates}
        options={Object.entries(dateFormats).map(([value, say]) => ({ value, text: say('2026-05-31') }))}
      />
      <Select
        name="periods"
        label="The accounting period of May 2026 is written"
        value={format.periods}
        options={Object.entries(periodFormats).map(([value, say]) => ({
          value,
          text: `${say('2026-05')}${periodHints[value as keyof typeof periodFormats] ?? ''}`,
        }))}
      />
      <Select name="signs" label="A credit of £102 is written" value={format.signs} options={choices(signWords)} />
      <Choices
        name="headings"
        label="Headings"
        type="checkboxes"
        small
        values={format.headings ? ['yes'] : []}
        options={[{ value: 'yes', text: 'The first row of the columns is their headings' }]}
      />
      <Choices
        name="plain"
        label="Letters"
        type="checkboxes"
        small
        values={format.plain ? ['yes'] : []}
        options={[
          {
            value: 'yes',
            text: 'Plain letters only (ASCII)',
            hint: 'Ysgol Tŷ Gwyn becomes Ysgol Ty Gwyn, £ becomes GBP, and a letter without a likeness becomes ?',
          },
        ]}
      />
      {kind === 'journal' ? null : <JoinedChoice joined={format.joined} />}
      {kind === 'journal' ? (
        <>
          <Choices
            name="twoSided"
            label="Both sides"
            type="checkboxes"
            small
            values={format.twoSided ? ['yes'] : []}
            options={[
              {
                value: 'yes',
                text: 'Post each line to a balancing code as well',
                hint: 'Each line is followed by the same sum on the other side, so that the file comes to nothing',
              },
            ]}
          />
          <TextField {...field('balancingCostCentre')} label="Balancing cost centre (for both sides)" width={20} />
          <TextField {...field('balancingSubjective')} label="Balancing subjective code (optional)" width={20} />
        </>
      ) : null}
      <TextField
        {...field('header')}
        label="A row before everything (optional)"
        hint={`Cells parted by |, such as H|{date}|{rows}. In braces: ${totalFields.join(', ')}. rows counts the rows between`}
      />
      <TextField {...field('trailer')} label="A row after everything (optional)" hint="Such as T|{rows}|{debits}|{credits}" />
    </>
  )
}
