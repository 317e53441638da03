import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { type Direction, visualRuns } from './bidi-line.js';

/** Both the Arabic and the Latin of a contract: one family that has the letters, the figures and the shaping. */
const require = createRequire(import.meta.url);
const FONTS = {
  regular: require.resolve('@expo-google-fonts/noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/noto-naskh-arabic/700Bold/NotoNaskhArabic_700Bold.ttf'),
};

const MARGIN = 56;
const FOOTER_HEIGHT = 40;
const LINE_HEIGHT = 1.65;

export interface TextStyle {
  size?: number;
  bold?: boolean;
  color?: string;
  direction?: Direction;
  /** Where the lines start and how wide they may be; the whole page between the margins where absent. */
  x?: number;
  width?: number;
}

/** A4 pages with a place to write on that moves down and on to the next page. */
export class Page {
  readonly left = MARGIN;
  readonly width: number;
  y = MARGIN;
  private readonly document: PDFKit.PDFDocument;
  private readonly chunks: Buffer[] = [];

  constructor(info: { title: string; createdAt: Date }) {
    this.document = new PDFDocument({
      size: 'A4',
      margin: 0,
      bufferPages: true,
      font: FONTS.regular,
      info: {
        Title: info.title,
        Producer: 'Vlens sandbox',
        Creator: 'Vlens sandbox',
        CreationDate: info.createdAt,
      },
    });
    this.document.registerFont('regular', FONTS.regular).registerFont('bold', FONTS.bold);
    this.document.on('data', (chunk: Buffer) => this.chunks.push(chunk));
    this.width = this.document.page.width - 2 * MARGIN;
  }

  /** Writes a text over as many lines and pages as it needs. */
  write(text: string, style: TextStyle = {}): void {
    for (const paragraph of text.split('\n')) {
      for (const line of this.linesOf(paragraph, style)) {
        this.room(this.lineHeight(style));
        this.drawLine(line, this.y, style);
        this.y += this.lineHeight(style);
      }
    }
  }

  /** Writes cells side by side; the row moves to the next page as a whole if it can. */
  row(cells: { text: string; style: TextStyle & { x: number; width: number } }[]): void {
    const columns = cells.map(({ text, style }) => ({ style, lines: this.linesOf(text, style) }));
    const height = Math.max(0, ...columns.map(({ lines, style }) => lines.length * this.lineHeight(style)));
    this.room(height);
    const top = this.y;
    for (const { lines, style } of columns) {
      lines.forEach((line, index) => {
        this.drawLine(line, top + index * this.lineHeight(style), style);
      });
    }
    this.y = top + height;
    this.rule('#e3e3e3');
  }

  rule(color: string): void {
    this.document
      .moveTo(this.left, this.y)
      .lineTo(this.left + this.width, this.y)
      .lineWidth(0.5)
      .stroke(color);
    this.y += 4;
  }

  gap(points: number): void {
    this.y += points;
  }

  /** Starts a new page where so much height is not left on this one. */
  room(height: number): void {
    if (this.y + height <= this.document.page.height - MARGIN - FOOTER_HEIGHT || this.y === MARGIN) return;
    this.document.addPage();
    this.y = MARGIN;
  }

  /** Writes the footer on every page, and answers the whole file. */
  finish(footer: (page: number, pages: number) => { en: string; ar: string }): Promise<Buffer> {
    const { count } = this.document.bufferedPageRange();
    for (let index = 0; index < count; index += 1) {
      this.document.switchToPage(index);
      const y = this.document.page.height - FOOTER_HEIGHT - MARGIN / 4;
      const { en, ar } = footer(index + 1, count);
      const style = { size: 8, color: '#777777' };
      this.drawLine(en, y, style);
      this.drawLine(ar, y, { ...style, direction: 'rtl' });
    }
    return new Promise((resolve, reject) => {
      this.document.on('end', () => resolve(Buffer.concat(this.chunks)));
      this.document.on('error', reject);
      this.document.end();
    });
  }

  private lineHeight({ size = 10 }: TextStyle): number {
    return size * LINE_HEIGHT;
  }

  /** Breaks in reading order; only then is each line put in visual order, as UAX 9 has it. */
  private linesOf(paragraph: string, style: TextStyle): string[] {
    this.use(style);
    const widest = style.width ?? this.width;
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(/\s+/).flatMap((each) => this.pieces(each, widest, style))) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line !== '' && this.widthOf(longer, style) > widest) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line];
  }

  /** A word that is wider than its column is cut, since it would run over the next one. */
  private pieces(word: string, widest: number, style: TextStyle): string[] {
    if (this.widthOf(word, style) <= widest) return [word];
    const pieces: string[] = [];
    let piece = '';
    for (const character of word) {
      if (piece !== '' && this.widthOf(piece + character, style) > widest) {
        pieces.push(piece);
        piece = '';
      }
      piece += character;
    }
    return [...pieces, piece];
  }

  private drawLine(line: string, y: number, style: TextStyle): void {
    this.use(style);
    const { direction = 'ltr', x = this.left, width = this.width } = style;
    const runs = visualRuns(line, direction);
    let at = direction === 'rtl' ? x + width - this.widthOf(line, style) : x;
    for (const run of runs) {
      const options = { lineBreak: false, features: SHAPING[run.direction] };
      this.document.text(run.text, at, y, options);
      at += this.document.widthOfString(run.text, options);
    }
  }

  private widthOf(line: string, { direction = 'ltr' }: TextStyle): number {
    return visualRuns(line, direction).reduce(
      (width, run) => width + this.document.widthOfString(run.text, { features: SHAPING[run.direction] }),
      0,
    );
  }

  private use({ size = 10, bold = false, color = '#1a1a1a' }: TextStyle): void {
    this.document
      .font(bold ? 'bold' : 'regular')
      .fontSize(size)
      .fillColor(color);
  }
}

/** Naming a feature makes pdfkit shape a whole run at once; otherwise it goes word by word, from left to right. */
const SHAPING: Record<Direction, PDFKit.Mixins.OpenTypeFeatures[]> = { rtl: ['rtla'], ltr: ['liga'] };
