import type { Child } from 'hono/jsx'
import { Details, Heading, Link, P } from '#base/web/page-parts.tsx'
import { type BatchKind, batchKinds } from '../batch.ts'
import { fields } from '../column.ts'
import { totalFields } from '../file-format.ts'
import { layouts } from '../layout.ts'
import { titles } from './words.tsx'

const path = '/organiser/finance/file-columns'

type FirstLinesProps = {
  text: string
  /** They are made up because nothing may go now. */
  invented: boolean
  /** A row of totals stands before or after them. */
  hasTotals: boolean
}

export const FirstLines = ({ text, invented, hasTotals }: FirstLinesProps) => (
  <>
    <P>
      {invented
        ? 'Nothing may go into a file now, so these lines are made up.'
        : 'These lines may go now. Nothing is sent or made by looking.'}{' '}
      {hasTotals ? 'The rows before and after them count only what is shown here.' : ''}
    </P>
    <section class="muster-scroll" tabindex={0} aria-label="The first lines of the file">
      <pre class="govuk-!-font-size-16">{text}</pre>
    </section>
  </>
)

/** How one kind of file is written, as text; a layout to begin with `isBegun`, and not saved. */
export const LayoutPage = ({ kind, first, form, isBegun }: { kind: BatchKind; first: Child; form: Child; isBegun: boolean }) => (
  <>
    <ul class="govuk-list">
      {batchKinds
        .filter((one) => one !== kind)
        .map((one) => (
          <li>
            <Link href={`${path}?file=${one}`}>Columns of {titles[one].toLowerCase()}</Link>
          </li>
        ))}
    </ul>
    <P>
      Write the file as the council’s finance system reads it. Each line below is a setting, such as <code>headings: yes</code>, or a
      column, such as <code>{'Net = {net}'}</code>, from left to right. Files that were made stay as they are.
    </P>
    {isBegun ? (
      <div class="govuk-inset-text" role="status">
        Not saved yet.
      </div>
    ) : null}
    {form}
    <Heading>{isBegun ? 'The first lines of the file' : 'The first lines of the file as saved'}</Heading>
    {first}
    <Heading>Layouts to begin with</Heading>
    <P>
      Each is shown above in place of yours; nothing is saved until you press “Save the columns”.{' '}
      {kind === 'journal'
        ? 'Those of a finance system are a starting point and not what your system is known to read: every council has set up its own, so check the file with the person who looks after yours before you send one.'
        : ''}
    </P>
    <ul class="govuk-list">
      {Object.keys(layouts[kind]).map((name) => (
        <li>
          <Link href={`${path}?file=${kind}&layout=${name}`}>Begin with {name === 'usual' ? 'the usual columns' : name}</Link>
        </li>
      ))}
    </ul>
    <Details summary="What may stand there">
      <P>
        A column is a heading, <code>=</code> and what it holds: a text, in which names in braces stand for what they say of the line. A
        number in brackets after the heading, such as <code>{'School (30) = {school}'}</code>, shortens texts, names and addresses; codes,
        days and sums are never cut.
      </P>
      <ul class="govuk-list">
        {Object.entries(fields).map(([name, [words]]) => (
          <li>
            <code>{`{${name}}`}</code>: {words}
          </li>
        ))}
      </ul>
      <P>
        <code>row before:</code> and <code>row after:</code> write one more row, its cells parted by <code>|</code>, such as{' '}
        <code>{'T|{rows}|{debits}|{credits}'}</code>. In braces: {totalFields.join(', ')}. <code>day</code>, <code>month</code> and{' '}
        <code>credit</code> show how 31 May 2026, its accounting month and a credit of £102 are written. With <code>both sides: yes</code>{' '}
        each line of a journal is followed by the same sum at the balancing codes, so that the file comes to nothing.{' '}
        <code>plain letters: yes</code> writes ASCII alone: Ysgol Tŷ Gwyn becomes Ysgol Ty Gwyn. Lines without what{' '}
        <code>hold back without</code> names wait until it is entered with the payer.
      </P>
    </Details>
  </>
)
