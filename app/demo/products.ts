import type { NewProduct } from '../catalogue/add-product.ts'

/** [SKU, name, unit of sale, pack size, price in cents, hue] */
type Row = readonly [string, string, string, number, number, number]
type Family = { category: string; glyph: string; describe: (name: string) => string; rows: readonly Row[] }

const stems = (days: number) => (name: string) => `${name}, graded and hydrated. Vase life about ${days} days.`

const families: readonly Family[] = [
  {
    category: 'Roses',
    glyph: 'rose',
    describe: stems(10),
    rows: [
      ['ROS-FRE-50', 'Rose Freedom, red, 50 cm', 'bunch of 25', 25, 2_150, 355],
      ['ROS-FRE-60', 'Rose Freedom, red, 60 cm', 'bunch of 25', 25, 2_650, 355],
      ['ROS-EXP-60', 'Rose Explorer, red, 60 cm', 'bunch of 25', 25, 2_890, 350],
      ['ROS-MON-50', 'Rose Mondial, white, 50 cm', 'bunch of 25', 25, 2_475, 60],
      ['ROS-PLB-50', 'Rose Playa Blanca, white, 50 cm', 'bunch of 25', 25, 2_525, 55],
      ['ROS-PKM-50', 'Rose Pink Mondial, blush, 50 cm', 'bunch of 25', 25, 2_550, 340],
      ['ROS-QUI-50', 'Rose Quicksand, sand, 50 cm', 'bunch of 25', 25, 3_175, 28],
      ['ROS-HIM-50', 'Rose High Magic, orange-yellow, 50 cm', 'bunch of 25', 25, 2_390, 30],
      ['ROS-BRI-50', 'Rose Brighton, yellow, 50 cm', 'bunch of 25', 25, 2_290, 50],
      ['ROS-DWA-50', 'Rose Deep Water, lavender, 50 cm', 'bunch of 25', 25, 2_890, 290],
      ['SPR-SNO-40', 'Spray rose Snowflake, white', 'bunch of 10', 10, 1_280, 60],
      ['SPR-MAJ-40', 'Spray rose Majolica, blush', 'bunch of 10', 10, 1_420, 345],
      ['GRO-JUL-40', 'Garden rose Juliet, peach', 'box of 36', 36, 11_800, 22],
      ['GRO-PAT-40', 'Garden rose Patience, ivory', 'box of 36', 36, 11_950, 45],
    ],
  },
  {
    category: 'Tulips and bulbs',
    glyph: 'tulip',
    describe: stems(7),
    rows: [
      ['TUL-STG-WH', 'Tulip Strong Gold, yellow', 'bunch of 10', 10, 690, 50],
      ['TUL-ROY-WH', 'Tulip Royal Virgin, white', 'bunch of 10', 10, 690, 70],
      ['TUL-DYN-PK', 'Tulip Dynasty, pink', 'bunch of 10', 10, 690, 335],
      ['TUL-PAR-PU', 'Parrot tulip Black, purple', 'bunch of 10', 10, 980, 285],
      ['TUL-DBL-PE', 'Double tulip Charming Beauty, peach', 'bunch of 10', 10, 1_050, 20],
      ['HYA-DEL-BL', 'Hyacinth Delft Blue', 'bunch of 10', 10, 1_180, 230],
      ['RAN-CLN-MX', 'Ranunculus Cloni, mixed', 'bunch of 10', 10, 1_450, 15],
      ['ANE-PAN-WH', 'Anemone Panda, white', 'bunch of 10', 10, 1_260, 250],
      ['FRE-IVO-WH', 'Freesia Ivory', 'bunch of 10', 10, 890, 58],
    ],
  },
  {
    category: 'Lilies',
    glyph: 'lily',
    describe: stems(12),
    rows: [
      ['LIL-STG-PK', 'Oriental lily Stargazer, pink', 'bunch of 10', 10, 2_450, 330],
      ['LIL-CAS-WH', 'Oriental lily Casa Blanca, white', 'bunch of 10', 10, 2_690, 75],
      ['LIL-ASI-OR', 'Asiatic lily Brunello, orange', 'bunch of 10', 10, 1_750, 25],
      ['LIL-LAH-YE', 'LA lily Pavia, yellow', 'bunch of 10', 10, 1_820, 52],
      ['CAL-CAP-WH', 'Calla Captain, white', 'bunch of 10', 10, 2_290, 80],
      ['CAL-SCH-PU', 'Calla Schwarzwalder, plum', 'bunch of 10', 10, 2_490, 310],
      ['ALS-MIX-SE', 'Alstroemeria select, mixed', 'bunch of 10', 10, 780, 5],
      ['ALS-WHI-SE', 'Alstroemeria select, white', 'bunch of 10', 10, 780, 65],
    ],
  },
  {
    category: 'Orchids and tropicals',
    glyph: 'orchid',
    describe: stems(14),
    rows: [
      ['ORC-DEN-WH', 'Dendrobium Big White', 'bunch of 10', 10, 1_650, 300],
      ['ORC-DEN-PU', 'Dendrobium Sonia, purple', 'bunch of 10', 10, 1_490, 295],
      ['ORC-CYM-GR', 'Cymbidium, green, per spray', 'spray', 1, 1_890, 95],
      ['ORC-PHA-WH', 'Phalaenopsis cut, white, per spray', 'spray', 1, 1_350, 320],
      ['ORC-MOK-OR', 'Mokara, orange', 'bunch of 10', 10, 1_780, 24],
      ['TRO-ANT-RD', 'Anthurium, red, medium', 'box of 12', 12, 2_980, 2],
      ['TRO-BOP-OR', 'Bird of paradise', 'bunch of 5', 5, 1_150, 34],
      ['TRO-PIN-PK', 'Pink ginger', 'bunch of 5', 5, 1_290, 338],
      ['TRO-PRO-KG', 'King protea', 'each', 1, 690, 350],
    ],
  },
  {
    category: 'Garden flowers',
    glyph: 'daisy',
    describe: stems(8),
    rows: [
      ['PEO-SAR-PK', 'Peony Sarah Bernhardt, pink', 'bunch of 5', 5, 2_250, 342],
      ['HYD-JUM-WH', 'Hydrangea jumbo, white', 'box of 20', 20, 4_800, 210],
      ['HYD-SEL-BL', 'Hydrangea select, blue', 'box of 30', 30, 5_250, 215],
      ['SUN-SEL-YE', 'Sunflower select', 'bunch of 10', 10, 1_090, 46],
      ['GER-STD-MX', 'Gerbera, mixed', 'box of 50', 50, 3_950, 12],
      ['GER-MIN-MX', 'Mini gerbera, mixed', 'box of 60', 60, 3_490, 350],
      ['SNA-CHA-WH', 'Snapdragon Chantilly, white', 'bunch of 10', 10, 1_190, 68],
      ['STO-QUA-LA', 'Stock Quartet, lavender', 'bunch of 10', 10, 1_120, 280],
      ['DEL-SKY-BL', 'Delphinium Sky Waltz, blue', 'bunch of 10', 10, 1_380, 220],
      ['LIS-ROS-PU', 'Lisianthus Rosita, purple', 'bunch of 10', 10, 1_550, 275],
      ['CAR-STD-RD', 'Carnation select, red', 'bunch of 25', 25, 1_150, 0],
      ['CAR-STD-PK', 'Carnation select, pink', 'bunch of 25', 25, 1_150, 345],
      ['CAR-MIN-WH', 'Mini carnation, white', 'bunch of 10', 10, 640, 66],
      ['CHR-DIS-WH', 'Disbud chrysanthemum, white', 'bunch of 10', 10, 1_290, 62],
      ['CHR-POM-YE', 'Button pompon, yellow', 'bunch of 7', 7, 590, 54],
    ],
  },
  {
    category: 'Greens',
    glyph: 'leaf',
    describe: (name) => `${name}, freshly cut. Keeps well in cold water.`,
    rows: [
      ['GRN-EUC-SD', 'Silver dollar eucalyptus', 'bunch', 1, 890, 155],
      ['GRN-EUC-SE', 'Seeded eucalyptus', 'bunch', 1, 960, 140],
      ['GRN-RUS-IT', 'Italian ruscus', 'bunch of 10', 10, 820, 125],
      ['GRN-LEA-LE', 'Leatherleaf fern', 'bunch of 20', 20, 440, 115],
      ['GRN-SAL-TI', 'Salal tips', 'bunch', 1, 690, 120],
      ['GRN-MON-LG', 'Monstera leaf, large', 'bunch of 5', 5, 720, 130],
      ['GRN-DUS-MI', 'Dusty miller', 'bunch of 10', 10, 940, 165],
      ['GRN-OLI-BR', 'Olive branch', 'bunch', 1, 1_180, 85],
    ],
  },
  {
    category: 'Fillers',
    glyph: 'sprig',
    describe: stems(9),
    rows: [
      ['FIL-GYP-XL', 'Gypsophila Xlence, white', 'bunch of 10', 10, 1_090, 60],
      ['FIL-LIM-LI', 'Limonium, lilac', 'bunch of 10', 10, 790, 270],
      ['FIL-WAX-WH', 'Waxflower, white', 'bunch', 1, 820, 320],
      ['FIL-HYP-RD', 'Hypericum, red', 'bunch of 10', 10, 890, 8],
      ['FIL-SOL-YE', 'Solidago', 'bunch of 10', 10, 560, 55],
      ['FIL-STA-PU', 'Statice, purple', 'bunch of 10', 10, 610, 282],
    ],
  },
  {
    category: 'Plants',
    glyph: 'plant',
    describe: (name) => `${name}, in a nursery pot. Ships upright.`,
    rows: [
      ['PLA-PHA-2S', 'Phalaenopsis plant, two spikes', 'each', 1, 1_650, 315],
      ['PLA-SUC-2I', 'Succulents, assorted, 2 inch', 'tray of 32', 32, 4_480, 160],
      ['PLA-POT-4I', 'Golden pothos, 4 inch', 'tray of 15', 15, 3_600, 100],
      ['PLA-PEA-6I', 'Peace lily, 6 inch', 'box of 6', 6, 4_140, 110],
    ],
  },
  {
    category: 'Supplies',
    glyph: 'box',
    describe: (name) => `${name}. From stock, no cold chain needed.`,
    rows: [
      ['SUP-FOA-48', 'Floral foam bricks', 'box of 48', 48, 4_950, 140],
      ['SUP-VAS-CY', 'Cylinder vase, 8 inch', 'box of 12', 12, 4_380, 200],
      ['SUP-VAS-BU', 'Bud vase, clear', 'box of 24', 24, 3_960, 195],
      ['SUP-RIB-SA', 'Satin ribbon, ivory, 50 yd', 'roll', 1, 1_240, 48],
      ['SUP-WRA-KR', 'Kraft wrap, 24 inch', 'roll', 1, 2_690, 32],
      ['SUP-FOO-PK', 'Flower food sachets', 'box of 1000', 1000, 3_850, 90],
      ['SUP-SNI-01', 'Floral snips', 'each', 1, 1_490, 205],
      ['SUP-BUC-10', 'Procona bucket, 10 litre', 'pack of 10', 10, 3_250, 220],
    ],
  },
]

/** What each glyph is overridden with, where a family's own does not fit. */
const glyphOf: Record<string, string> = {
  'SUN-SEL-YE': 'sunflower',
  'GRN-OLI-BR': 'branch',
  'GRN-EUC-SD': 'branch',
  'SUP-VAS-CY': 'vase',
  'SUP-VAS-BU': 'vase',
  'SUP-RIB-SA': 'ribbon',
  'SUP-SNI-01': 'tool',
}

export type DemoProduct = NewProduct & { unitPriceMinor: number }

/** The range of a wholesale florist, with the prices of its Standard list in cents. */
export const demoProducts: DemoProduct[] = families.flatMap(({ category, glyph, describe, rows }) =>
  rows.map(([sku, name, unit, packSize, unitPriceMinor, hue]) => ({
    sku,
    name,
    description: describe(name),
    category,
    unit,
    packSize,
    picture: { glyph: glyphOf[sku] ?? glyph, hue },
    unitPriceMinor,
  })),
)
