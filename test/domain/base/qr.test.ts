import decode from 'qr/decode.js'
import { expect, it } from 'vitest'
import { qrPath, qrTable } from '#base/qr.ts'
import { sampleTicket } from '#calendars/invites/invite-places.ts'

const scale = 6

/** What the door's reader sees in a picture of these black squares. */
const read = (black: (x: number, y: number) => boolean, size: number): string => {
  const wide = size * scale
  const data = new Uint8ClampedArray(wide * wide * 4).fill(255)
  for (let y = 0; y < wide; y += 1)
    for (let x = 0; x < wide; x += 1)
      if (black(Math.floor(x / scale), Math.floor(y / scale))) data.fill(0, (y * wide + x) * 4, (y * wide + x) * 4 + 3)
  return decode({ data, width: wide, height: wide })
}

it('the door reads a ticket as a page and a badge draw it', () => {
  const { path, size } = qrPath(sampleTicket)
  const runs = [...path.matchAll(/M(\d+) (\d+)\.5h(\d+)/g)].map(([, x, y, length]) => ({
    x: Number(x),
    y: Number(y),
    length: Number(length),
  }))
  expect(size).toBe(33)
  expect(read((x, y) => runs.some((run) => run.y === y && x >= run.x && x < run.x + run.length), size)).toBe(sampleTicket)
})

it('the door reads a ticket as a mail draws it, in fewer than fifteen thousand letters', () => {
  const table = qrTable(sampleTicket, { label: 'Your ticket' })
  const rows = [...table.matchAll(/<tr>(<td(?! style).*?)<\/tr>/g)].map(([, row]) =>
    [...(row ?? '').matchAll(/<td[^>]*>/g)].map(([cell]) => cell.includes('bgcolor')),
  )
  expect(rows.map(({ length }) => length)).toEqual(Array.from({ length: 25 }, () => 25))
  expect(read((x, y) => rows[y - 4]?.[x - 4] ?? false, 33)).toBe(sampleTicket)
  expect(table.length).toBeLessThan(15_000)
})
