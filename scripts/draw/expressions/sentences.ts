import type { Expressions } from "./expressions.ts";

/** What a notification, a lock screen or a mail says. */
export const NOTIFICATIONS: Expressions = {
  en: [
    "Goal reached! {N} steps",
    "You have walked over {N} steps",
    "Well done, {N} steps!",
    "Only {N} steps to go",
    "{name} walked {N} steps",
    "{name} is ahead by {N} steps",
    "You were at {N} steps yesterday at this time",
    "{name} cheered you for {N} steps",
    "Your weekly report: {N} steps",
    "New badge: {N} steps in a day",
    "Halfway there: {N} steps",
    "Time to move! You need {N} steps",
    "Step counter: {N}",
  ],
  id: [
    "Target tercapai! {N} langkah",
    "Anda telah berjalan lebih dari {N} langkah",
    "Hebat, {N} langkah!",
    "Tinggal {N} langkah lagi",
    "{name} berjalan {N} langkah",
    "{name} unggul {N} langkah",
    "Kemarin pada jam ini Anda di {N} langkah",
    "{name} menyemangati {N} langkah Anda",
    "Laporan mingguan: {N} langkah",
    "Lencana baru: {N} langkah dalam sehari",
    "Setengah jalan: {N} langkah",
    "Ayo bergerak! Butuh {N} langkah",
    "Penghitung langkah: {N}",
  ],
};

/** What a shop's listing or an advertisement says. */
export const SHOPS: Expressions = {
  en: [
    "Install",
    "Open",
    "Get",
    "Free · In-app purchases",
    "Rated for 3+",
    "What’s new",
    "About this app",
    "Data safety",
    "{n}M downloads",
    "Editors’ Choice",
    "Ad",
    "Preview",
    "Top free in Health",
  ],
  id: [
    "Instal",
    "Buka",
    "Dapatkan",
    "Gratis · Pembelian dalam aplikasi",
    "Rating 3+",
    "Yang baru",
    "Tentang aplikasi ini",
    "Keamanan data",
    "{n} jt download",
    "Pilihan Editor",
    "Iklan",
    "Pratinjau",
    "Gratis teratas di Kesehatan",
  ],
};

/** What a gallery of faces for a watch is headed. */
export const FACES: Expressions = {
  en: [
    "Watch faces",
    "Face Gallery",
    "My faces",
    "Face store",
    "Choose a face",
    "Complications",
    "Customise",
  ],
  id: ["Tampilan jam", "Galeri Tampilan", "Tampilan saya", "Toko tampilan", "Pilih tampilan", "Sesuaikan"],
};

/** What an app says before anything is counted. */
export const TUTORIALS: Expressions = {
  en: [
    "Welcome",
    "See your steps at a glance",
    "Tap a bar to see that hour",
    "Swipe to see other days",
    "Count every step",
    "Here is how it works",
    "Example",
    "Sample data",
    "Skip",
    "Step {n} of 30",
    "Get started",
    "Allow access to your activity",
    "Demo",
  ],
  id: [
    "Selamat datang",
    "Lihat langkah Anda sekilas",
    "Ketuk batang untuk melihat jam itu",
    "Geser untuk melihat hari lain",
    "Hitung setiap langkah",
    "Begini caranya",
    "Contoh",
    "Data contoh",
    "Lewati",
    "Langkah {n} dari 30",
    "Mulai",
    "Izinkan akses ke aktivitas Anda",
    "Demo",
  ],
};

/** What steps are exchanged for. */
export const REWARDS: Expressions = {
  en: [
    "Redeem {N} steps",
    "Swap steps for coins",
    "Your coins",
    "Available steps",
    "Steps to redeem",
    "Wallet",
    "Earn points by walking",
    "Converted today",
    "{N} steps = {n} points",
    "Voucher",
    "Cashback",
    "Health points",
    "Donate {N} steps",
  ],
  id: [
    "Tukar {N} langkah",
    "Tukar langkah jadi koin",
    "Koin Anda",
    "Langkah tersedia",
    "Langkah yang bisa ditukar",
    "Dompet",
    "Kumpulkan poin dengan berjalan",
    "Ditukar hari ini",
    "{N} langkah = {n} poin",
    "Voucher",
    "Cashback",
    "Poin sehat",
    "Donasikan {N} langkah",
  ],
};

/** What people write to each other, and what is written about steps. */
export const REMARKS: Expressions = {
  en: [
    "I did {N} steps today, you?",
    "{name}: {N} steps already!",
    "Look, {N} steps",
    "Do you really need {N} steps a day?",
    "Why {N} steps became a goal",
    "Study: {N} steps are enough",
    "She walks {N} steps every day",
    "{name} sent a photo: {N} steps",
    "How far are {N} steps?",
    "My Fitbit says {N} steps",
    "Samsung Health counted {N} steps for {name}",
  ],
  id: [
    "Hari ini aku {N} langkah, kamu?",
    "{name}: sudah {N} langkah!",
    "Lihat, {N} langkah",
    "Perlukah {N} langkah sehari?",
    "Mengapa {N} langkah jadi target",
    "Studi: {N} langkah sudah cukup",
    "Ia berjalan {N} langkah setiap hari",
    "{name} mengirim foto: {N} langkah",
    "Seberapa jauh {N} langkah?",
    "Kata Fitbit saya {N} langkah",
    "Samsung Health menghitung {N} langkah {name}",
  ],
};
