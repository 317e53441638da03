import QRCode from 'qrcode';
import { type Card, encodeCard } from './card.js';
import { FONT_FAMILY, useOwnFonts } from './fonts.js';

/** An id card's shape (ISO/IEC 7810 ID-1) at about 480 dots an inch. */
const WIDTH = 1600;
const HEIGHT = 1010;
const QR_SIZE = 420;

/** A sample card as a PNG, clearly marked as one. Its data is printed, in Arabic and English, and in a QR code (error level Q). */
export async function drawCard(card: Card): Promise<Buffer> {
  useOwnFonts();
  const { default: sharp } = await import('sharp');
  return sharp(Buffer.from(svgOf(card)))
    .png()
    .toBuffer();
}

function svgOf(card: Card): string {
  const lines = card.side === 'front' ? frontLines(card) : backLines(card);
  const texts = lines
    .map(
      (text, index) =>
        `<text x="${WIDTH - 80}" y="${300 + index * 95}" direction="rtl">${escaped(text)}</text>`,
    )
    .join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
<rect x="12" y="12" width="${WIDTH - 24}" height="${HEIGHT - 24}" rx="48" fill="#eef3e6" stroke="#5b6b4a" stroke-width="6"/>
<g font-family="${FONT_FAMILY}" fill="#1c2416">
<text x="${WIDTH / 2}" y="130" font-size="64" font-weight="bold" text-anchor="middle" fill="#a12a2a">SAMPLE · NOT AN ID CARD · عينة</text>
<g font-size="52">${texts}</g>
<text x="${WIDTH - 80}" y="${HEIGHT - 70}" font-size="60" direction="rtl">${inArabicDigits(card.nationalId)}</text>
</g>
${qrOf(encodeCard(card))}
</svg>`;
}

function frontLines({
  name,
  nameEnglish,
  address,
  factoryNumber,
}: Extract<Card, { side: 'front' }>): string[] {
  return [name, nameEnglish, address, factoryNumber];
}

function backLines(card: Extract<Card, { side: 'back' }>): string[] {
  return [
    `تاريخ الإصدار ${inArabicDigits(card.issuedOn.replace('-', '/'))}`,
    card.job,
    `${card.gender === 'male' ? 'ذكر' : 'أنثى'} - ${card.maritalStatus}`,
    `البطاقة سارية حتى ${inArabicDigits(card.expiresOn.replaceAll('-', '/'))}`,
  ];
}

/** Dark squares with the quiet zone of four modules that readers need. */
function qrOf(text: string): string {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'Q' });
  const size = QR_SIZE / (modules.size + 8);
  const path: string[] = [];
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) path.push(`M${column + 4},${row + 4}h1v1h-1z`);
    }
  }
  return `<g transform="translate(90,420) scale(${size})"><rect width="${modules.size + 8}" height="${modules.size + 8}" fill="#fff"/><path d="${path.join('')}"/></g>`;
}

function inArabicDigits(text: string): string {
  return text.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
