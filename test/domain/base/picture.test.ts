// A council's logo, which a PDF shows on white.
import { unzlibSync, zlibSync } from 'fflate'
import { expect, it } from 'vitest'
import { pictureOf } from '#base/picture.ts'

const number = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >> shift) & 0xff)
const chunk = (name: string, bytes: ArrayLike<number>): number[] => [
  ...number(bytes.length),
  ...new TextEncoder().encode(name),
  ...Array.from(bytes),
  ...number(0),
]

type Png = { width: number; height: number; bits: number; colour: number; interlaced?: number; rows: number[]; more?: number[] }

const png = ({ width, height, bits, colour, interlaced = 0, rows, more = [] }: Png): Uint8Array =>
  new Uint8Array([
    ...[0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10],
    ...chunk('IHDR', [...number(width), ...number(height), bits, colour, 0, 0, interlaced]),
    ...more,
    ...chunk('IDAT', zlibSync(new Uint8Array(rows))),
  ])

const pointsOf = (bytes: Uint8Array): number[] | undefined => {
  const picture = pictureOf(bytes)
  return picture && [...unzlibSync(picture.bytes)]
}

it('what is clear in a PNG is white, and what is half clear is lighter', () => {
  expect(pointsOf(png({ width: 3, height: 1, bits: 8, colour: 6, rows: [0, 10, 20, 30, 255, 10, 20, 30, 0, 0, 0, 0, 51] }))).toEqual([
    ...[10, 20, 30],
    ...[255, 255, 255],
    ...[204, 204, 204],
  ])
  expect(pointsOf(png({ width: 2, height: 1, bits: 8, colour: 4, rows: [0, 100, 255, 100, 0] }))).toEqual([100, 100, 100, 255, 255, 255])
})

it('a PNG in which one colour is clear, or of no size, is none that a PDF shows', () => {
  const rows = [0, 10, 20, 30]
  expect(pointsOf(png({ width: 1, height: 1, bits: 8, colour: 2, rows, more: chunk('tRNS', [0, 10, 0, 20, 0, 30]) }))).toBeUndefined()
  expect(pointsOf(png({ width: 0, height: 4_294_967_295, bits: 8, colour: 2, rows }))).toBeUndefined()
})

it('each filter of a row is undone', () => {
  const rows = [
    ...[0, 1, 2, 3, 4, 5, 6],
    ...[1, 1, 2, 3, 1, 1, 1],
    ...[2, 1, 1, 1, 1, 1, 1],
    ...[3, 1, 1, 1, 1, 1, 1],
    ...[4, 1, 1, 1, 1, 1, 1],
  ]
  expect(pointsOf(png({ width: 2, height: 5, bits: 8, colour: 2, rows }))).toEqual([
    ...[1, 2, 3, 4, 5, 6],
    ...[1, 2, 3, 2, 3, 4],
    ...[2, 3, 4, 3, 4, 5],
    ...[2, 2, 3, 3, 4, 5],
    ...[3, 3, 4, 4, 5, 6],
  ])
})

it('a palette of sixteen colours, of which one is clear, and grey of one bit', () => {
  const more = [...chunk('PLTE', [255, 0, 0, 0, 0, 255]), ...chunk('tRNS', [0])]
  expect(pointsOf(png({ width: 3, height: 1, bits: 4, colour: 3, rows: [0, 0x10, 0x10], more }))).toEqual([
    ...[0, 0, 255],
    ...[255, 255, 255],
    ...[0, 0, 255],
  ])
  expect(pointsOf(png({ width: 2, height: 1, bits: 1, colour: 0, rows: [0, 0x80] }))).toEqual([255, 255, 255, 0, 0, 0])
})

it('what a file cannot show is left out: interlaced, sixteen bits, too many points, damaged, a JPEG for printing', () => {
  const small = { width: 1, height: 1, bits: 8, colour: 2, rows: [0, 1, 2, 3] }
  const jpeg = (channels: number): Uint8Array => new Uint8Array([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 90, 3, 132, channels, 1, 1, 0])
  expect(
    [
      png({ ...small, interlaced: 1 }),
      png({ ...small, bits: 16 }),
      png({ ...small, width: 1001, height: 1000 }),
      png(small).subarray(0, 40),
      new Uint8Array([0x89, 1]),
      new Uint8Array(),
      jpeg(4),
    ].map(pictureOf),
  ).toEqual([undefined, undefined, undefined, undefined, undefined, undefined, undefined])
  expect([3, 1].map((channels) => pictureOf(jpeg(channels)))).toEqual([
    { width: 900, height: 90, bytes: jpeg(3), of: { ColorSpace: 'DeviceRGB', BitsPerComponent: 8, Filter: 'DCTDecode' } },
    { width: 900, height: 90, bytes: jpeg(1), of: { ColorSpace: 'DeviceGray', BitsPerComponent: 8, Filter: 'DCTDecode' } },
  ])
})
