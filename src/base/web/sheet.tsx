// What is printed for the day and written on by hand.
import type { Child } from 'hono/jsx'
import type { Council } from '#base/council.ts'
import { LogoPicture } from './logo.tsx'

/** The council, as papers for everybody name it. */
export type Maker = Pick<Council, 'name' | 'logo'>

export const Letterhead = ({ maker: { name, logo } }: { maker: Maker }) => (
  <p class="muster-letterhead">
    {logo ? <LogoPicture logo={logo} most={44} /> : null}
    <span>{name}</span>
  </p>
)

export const PrintHint = ({ children }: { children?: Child }) => (
  <p class="govuk-body muster-no-print">Print this page with your browser. {children ?? 'It shows who has a place now.'}</p>
)

type Rows = readonly (readonly string[])[]

type SheetProps = {
  caption: string
  columns: readonly string[]
  /** Each under its own heading, if it has one. */
  groups: readonly { heading?: string; rows: Rows }[]
  /** There is room for a time and a signature; its words stand on every page of the print. */
  signed?: string
}

export const Sheet = ({ caption, columns, groups, signed }: SheetProps) => {
  const heads = signed ? [...columns, 'Time in', 'Signature'] : columns
  return (
    <section class="muster-scroll" tabindex={0} aria-label={caption}>
      <table class={`muster-rows${signed ? ' muster-rows--signed' : ''}`}>
        <caption>{caption}</caption>
        <thead>
          {signed ? (
            <tr class="muster-rows__running">
              <td colspan={heads.length}>{signed}</td>
            </tr>
          ) : null}
          <tr>
            {heads.map((head) => (
              <th scope="col">{head}</th>
            ))}
          </tr>
        </thead>
        {groups.map(({ heading, rows }) => (
          <tbody>
            {heading ? (
              <tr>
                <th scope="rowgroup" colspan={heads.length}>
                  {heading}
                </th>
              </tr>
            ) : null}
            {rows.map(([first, ...others]) => (
              <tr>
                {first ? <th scope="row">{first}</th> : <td />}
                {(signed ? [...others, '', ''] : others).map((cell) => (
                  <td>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

/**
 * For whoever is not on a list of two columns.
 * @param asks what they write, as `your name, and your school`
 */
export const blankRows = (asks: string) => ({
  heading: `Not on the list: write ${asks}`,
  rows: Array.from({ length: 12 }, () => ['', '']),
})
